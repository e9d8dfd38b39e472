package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads interactions from delimited text: CSV, TSV, MovieLens {@code ::} and the like, plain or
 * gzip.
 *
 * <pre>{@code
 * InteractionLog log =
 *     DelimitedReader.builder()
 *         .columns("customer", "product", "bought_at")
 *         .timeFormat(TimeFormat.ISO_8601)
 *         .build()
 *         .read(Path.of("orders.csv.gz"));
 * }</pre>
 *
 * <p>What is not set is detected from the first line that is not blank. The separator is the first
 * of {@code ::}, tab, comma, semicolon and bar that parts it into three usable fields or more. It
 * is a header if it names the columns {@code user}, {@code item} and {@code timestamp} (or user_id,
 * userId, item_id, itemId, movieId, time, ts, date, datetime; case does not matter); otherwise it
 * is data, with the user first, the item second and the time last.
 *
 * <p>{@link Builder#withoutTimes()} reads users and items alone:
 *
 * <pre>{@code
 * InteractionLog plays = // user, item, count
 *     DelimitedReader.builder().withoutTimes().build().read(Path.of("train.txt"));
 * }</pre>
 *
 * <p>Lines that begin with a {@linkplain Builder#comment comment}'s sign are passed over.
 *
 * <p>Gzip is recognised by its first bytes, whatever the name. Fields may be quoted with {@code "},
 * as {@link Quoting} says; blanks around fields and blank lines are ignored, other columns too, but
 * every row must have as many fields as the first line. A quote without its partner makes its line
 * malformed, and the lines after it are read as if it were not there.
 *
 * <p>A long text is parsed in the calling thread while two daemon threads number its ids; they have
 * ended when the reading returns or throws. What is read does not depend on them.
 *
 * <p>Immutable and thread-safe.
 */
public final class DelimitedReader {

  private static final int SILENCE_MILLIS = 60_000;

  private final Settings settings;

  private DelimitedReader(Settings settings) {
    this.settings = settings;
  }

  /** Returns a reader that detects everything. */
  public static DelimitedReader defaults() {
    return builder().build();
  }

  /** Returns a reader of MovieLens {@code user::item::rating::timestamp} lines. */
  public static DelimitedReader movieLens() {
    return builder()
        .separator("::")
        .columnIndexes(0, 1, 3)
        .timeFormat(TimeFormat.EPOCH_SECONDS)
        .build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a file.
   *
   * @throws MalformedRowException if a row is malformed and the policy is {@link ErrorPolicy#FAIL}
   * @throws DataException if the file is missing, empty, truncated, wrongly encoded or lacks a
   *     column
   */
  public InteractionLog read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a directory; a file of interactions was expected");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new DataException("there is no file " + file, e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  /**
   * Reads what an URL, for example of a class-path resource, leads to. A server that says nothing
   * for a minute is given up. Messages name it without user and query, which may be secret.
   *
   * @throws DataException as {@link #read(Path)}
   */
  public InteractionLog read(URL url) {
    try {
      URLConnection connection = url.openConnection();
      connection.setConnectTimeout(SILENCE_MILLIS);
      connection.setReadTimeout(SILENCE_MILLIS);
      try (InputStream in = connection.getInputStream()) {
        return read(in, nameOf(url));
      }
    } catch (IOException e) {
      throw new DataException(
          "cannot read " + nameOf(url) + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  /** Returns a URL without user and query, which may be secret. */
  private static String nameOf(URL url) {
    String host = url.getHost() == null || url.getHost().isEmpty() ? "" : "//" + url.getHost();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getProtocol() + ":" + host + port + url.getPath();
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param name how messages call the input
   * @throws DataException as {@link #read(Path)}
   */
  public InteractionLog read(InputStream in, String name) {
    return new DelimitedParse(settings, Excerpt.name(name)).read(in);
  }

  /** What a builder set; null is "detect". */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Settings(
      @Nullable String separator,
      @Nullable Boolean header,
      @Nullable List<String> names,
      int @Nullable [] indexes,
      Charset charset,
      Quoting quoting,
      @Nullable Boolean multiline,
      @Nullable String comment,
      RowRules rules,
      boolean hasTimes) {

    Settings separatedBy(String text) {
      return new Settings(
          text, header, names, indexes, charset, quoting, multiline, comment, rules, hasTimes);
    }

    /** Returns how many columns are needed: user, item and, unless told otherwise, time. */
    int columns() {
      return hasTimes ? 3 : 2;
    }
  }

  /** Settings of a reader. Not thread-safe. */
  public static final class Builder {

    private @Nullable String separator;
    private @Nullable Boolean header;
    private @Nullable List<String> names;
    private int @Nullable [] indexes;
    private Charset charset = StandardCharsets.UTF_8;
    private Quoting quoting = Quoting.DOUBLED;
    private @Nullable Boolean multiline;
    private @Nullable String comment;
    private RowRules rules = RowRules.defaults();
    private boolean hasTimes = true;

    private Builder() {}

    /**
     * Sets the separator of fields, detected by default.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is empty or holds a quote or a line break
     */
    public Builder separator(String separator) {
      if (separator.isEmpty() || separator.matches("(?s).*[\"\r\n].*")) {
        throw new IllegalArgumentException(
            "separator must be one character or more, without quotes and line breaks, got '"
                + Excerpt.of(separator)
                + "'");
      }
      this.separator = separator;
      return this;
    }

    /**
     * Sets whether the first line names the columns; detected by default, by names that are known.
     *
     * @return this builder
     */
    public Builder header(boolean header) {
      this.header = header;
      return this;
    }

    /**
     * Sets the names of the three columns, case and blanks around them do not matter; the text must
     * then have a header.
     *
     * @return this builder
     * @throws IllegalArgumentException if two are the same
     */
    public Builder columns(String user, String item, String timestamp) {
      this.names = ColumnNames.different(user, item, timestamp);
      this.hasTimes = true;
      return this;
    }

    /**
     * Sets the names of the columns of user and item, and reads no times.
     *
     * @return this builder
     * @throws IllegalArgumentException if they are the same
     */
    public Builder columns(String user, String item) {
      List<String> stripped = List.of(user.strip(), item.strip());
      if (stripped.get(0).equalsIgnoreCase(stripped.get(1))) {
        throw new IllegalArgumentException(
            "columns must be two different names, got " + Excerpt.list(stripped));
      }
      this.names = stripped;
      return withoutTimes();
    }

    /**
     * Sets the places of the columns of user and item, the first is 0, and reads no times.
     *
     * @return this builder
     * @throws IllegalArgumentException if one is negative or both are the same
     */
    public Builder columnIndexes(int user, int item) {
      if (user < 0 || item < 0 || user == item) {
        throw new IllegalArgumentException(
            "columnIndexes must be two different places, the first being 0, got "
                + List.of(user, item));
      }
      this.indexes = new int[] {user, item};
      return withoutTimes();
    }

    /**
     * Reads no times: user first, item second, or as the header or {@code columns} say, and all
     * other columns are ignored. The log then {@linkplain InteractionLog#hasTimes has no times}.
     *
     * @return this builder
     */
    public Builder withoutTimes() {
      this.hasTimes = false;
      return this;
    }

    /**
     * Sets the places of the three columns, the first is 0.
     *
     * @return this builder
     * @throws IllegalArgumentException if one is negative or two are the same
     */
    public Builder columnIndexes(int user, int item, int timestamp) {
      if (user < 0
          || item < 0
          || timestamp < 0
          || user == item
          || user == timestamp
          || item == timestamp) {
        throw new IllegalArgumentException(
            "columnIndexes must be three different places, the first being 0, got "
                + List.of(user, item, timestamp));
      }
      this.indexes = new int[] {user, item, timestamp};
      this.hasTimes = true;
      return this;
    }

    /**
     * Sets the character encoding, UTF-8 by default; bytes that are not of it are an error.
     *
     * @return this builder
     */
    public Builder charset(Charset charset) {
      this.charset = Objects.requireNonNull(charset, "charset");
      return this;
    }

    /**
     * Sets what quotes mean, {@link Quoting#DOUBLED} by default.
     *
     * @return this builder
     */
    public Builder quoting(Quoting quoting) {
      this.quoting = Objects.requireNonNull(quoting, "quoting");
      return this;
    }

    /**
     * Sets whether a quoted field may run over lines. By default it may, with a warning that names
     * lines, unless one of the lines that it takes in would be a row by itself: then its quote is
     * taken for a stray one and the row is malformed.
     *
     * @return this builder
     */
    public Builder multiline(boolean allowed) {
      this.multiline = allowed;
      return this;
    }

    /**
     * Sets what a line begins with that is a comment, such as {@code #}; none by default. Comments
     * are passed over, before the header and after it, but not inside of a quoted field.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is empty or holds a quote or a line break
     */
    public Builder comment(String prefix) {
      Objects.requireNonNull(prefix, "prefix");
      if (prefix.isEmpty() || prefix.matches("(?s).*[\"\r\n].*")) {
        throw new IllegalArgumentException(
            "comment must be one character or more, without quotes and line breaks, got '"
                + Excerpt.of(prefix)
                + "'");
      }
      this.comment = prefix;
      return this;
    }

    /**
     * Sets how times are written, {@link TimeFormat#AUTO} by default.
     *
     * @return this builder
     */
    public Builder timeFormat(TimeFormat format) {
      this.rules = rules.timeFormat(format);
      return this;
    }

    /**
     * Sets how times are written by a formatter, such as
     * {@code DateTimeFormatter.ofPattern("d.M.yyyy H:mm", Locale.ROOT)}. A time without an offset
     * is of the formatter's zone, of UTC if it has none; a date without a time is its midnight.
     *
     * @return this builder
     */
    public Builder timeFormat(DateTimeFormatter formatter) {
      this.rules = rules.timeFormat(formatter);
      return this;
    }

    /**
     * Sets words that mean that there is no user or item, such as {@code NULL}; none by default. A
     * row with one of them is malformed. Case matters.
     *
     * @return this builder
     */
    public Builder missingIds(String... words) {
      this.rules = rules.missingIds(words);
      return this;
    }

    /**
     * Sets what becomes of malformed rows, {@link ErrorPolicy#FAIL} by default.
     *
     * @return this builder
     */
    public Builder errorPolicy(ErrorPolicy policy) {
      this.rules = rules.errorPolicy(policy);
      return this;
    }

    /**
     * Returns the reader.
     *
     * @throws IllegalArgumentException if settings contradict each other
     */
    public DelimitedReader build() {
      if (names != null && indexes != null) {
        throw new IllegalArgumentException("set either columns or columnIndexes, not both");
      }
      if (names != null && Boolean.FALSE.equals(header)) {
        throw new IllegalArgumentException(
            "columns names columns of a header, but header is false; use columnIndexes");
      }
      if (quoting == Quoting.NONE && Boolean.TRUE.equals(multiline)) {
        throw new IllegalArgumentException(
            "multiline(true) is for quoted fields, but quoting is NONE; leave one of them out");
      }
      if (!hasTimes
          && (names != null && names.size() == 3 || indexes != null && indexes.length == 3)) {
        throw new IllegalArgumentException(
            "a column of times is set, but times are not to be read; set the columns of user and"
                + " item alone, or leave out withoutTimes()");
      }
      return new DelimitedReader(
          new Settings(
              separator, header, names, indexes, charset, quoting, multiline, comment, rules,
              hasTimes));
    }
  }
}
