package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.columns.IntColumn;
import io.hardgnn.internal.columns.TimeColumn;
import io.hardgnn.internal.ids.IdColumn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw events in columns: a user index, an item index and a time a row, in the order in which they
 * came.
 *
 * <p>Immutable and thread-safe. 12 bytes a row beside the vocabularies where times are whole
 * seconds, 16 elsewhere. Made by {@link #read}, {@link #of}, {@link #builder()},
 * {@link DelimitedReader} or {@link JdbcReader}; becomes a {@link Dataset} by
 * {@link DatasetBuilder}.
 */
public final class InteractionLog {

  private static final Logger LOG = LoggerFactory.getLogger(InteractionLog.class);

  /** Latest time accepted, the end of the year 9999, in epoch milliseconds. */
  public static final long MAX_TIME = 253_402_300_799_999L;

  private final IntColumn user;
  private final IntColumn item;
  private final TimeColumn timestamp;
  private final Vocabulary users;
  private final Vocabulary items;
  private final ReadReport report;
  private final boolean times;

  private InteractionLog(Builder builder, Function<InteractionLog, ReadReport> report) {
    builder.users.finish();
    builder.items.finish();
    builder.timestamps.trim();
    this.user = builder.users.indices();
    this.item = builder.items.indices();
    this.timestamp = builder.timestamps;
    this.users = builder.users.vocabulary();
    this.items = builder.items.vocabulary();
    this.times = !Boolean.FALSE.equals(builder.times);
    this.report = report.apply(this);
  }

  private InteractionLog(
      InteractionLog rows, Vocabulary users, IntColumn user, Vocabulary items, IntColumn item) {
    this.user = user;
    this.item = item;
    this.timestamp = rows.timestamp;
    this.users = users;
    this.items = items;
    this.times = rows.times;
    this.report = rows.report;
  }

  /**
   * Reads a file of delimited text (CSV, TSV, MovieLens {@code ::}; plain or gzip), whose form is
   * detected as {@link DelimitedReader} says.
   *
   * @throws DataException if the file cannot be read or a line is malformed
   */
  public static InteractionLog read(Path file) {
    return DelimitedReader.defaults().read(file);
  }

  /**
   * Collects a stream of interactions in encounter order and closes it.
   *
   * @throws IllegalArgumentException if an id is blank, has a line break, an unpaired surrogate or
   *     more than {@value Vocabulary#MAX_ID_LENGTH} characters, or a time is before 1970 or after
   *     9999
   */
  public static InteractionLog of(Stream<Interaction> interactions) {
    Builder builder = builder();
    try (interactions) {
      interactions
          .sequential()
          .forEachOrdered(one -> builder.add(one.user(), one.item(), epochMillis(one.time())));
    }
    return builder.build();
  }

  /**
   * Returns the rows of several logs, one log after the other, such as those of several files. The
   * report names the first three sources and keeps the first ten warnings, each with its source.
   * Users and items are numbered anew, in the order of their first appearance.
   *
   * @throws IllegalArgumentException if there is no log, or some have times and others do not
   */
  public static InteractionLog concat(List<InteractionLog> logs) {
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("there is no log to join");
    }
    return LogJoin.of(logs);
  }

  /**
   * Returns the same rows with users and items numbered in a given order in place of that of their
   * first appearance, such as the order of a log of which these rows are what a filter left.
   * {@link DatasetBuilder} then numbers them in that order; a {@linkplain #concat joined} log, such
   * as that of given parts, is numbered anew.
   *
   * @param users all users of this log, and possibly others
   * @param items all items of this log, and possibly others
   * @throws IllegalArgumentException if an id of this log is missing
   */
  public InteractionLog numberedAs(Vocabulary users, Vocabulary items) {
    return new InteractionLog(
        this,
        users,
        renumbered("user", this.users, users, user),
        items,
        renumbered("item", this.items, items, item));
  }

  private static IntColumn renumbered(
      String what, Vocabulary from, Vocabulary to, IntColumn column) {
    int[] indices = new int[from.size()];
    for (int index = 0; index < indices.length; index++) {
      indices[index] = to.indexOf(from.id(index));
      if (indices[index] < 0) {
        throw new IllegalArgumentException(
            what + " '" + Excerpt.of(from.id(index)) + "' of the log is not among those given");
      }
    }
    IntColumn renumbered = new IntColumn();
    for (int row = 0; row < column.size(); row++) {
      renumbered.append(indices[column.get(row)]);
    }
    renumbered.trim();
    return renumbered;
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder(Runnable::run, "the log");
  }

  /** Returns the number of rows. */
  public int size() {
    return user.size();
  }

  /** Returns the user index of a row. */
  public int user(int row) {
    return user.get(row);
  }

  /** Returns the item index of a row. */
  public int item(int row) {
    return item.get(row);
  }

  /** Returns the time of a row in epoch milliseconds; 0 in a log without times. */
  public long timestamp(int row) {
    return timestamp.get(row);
  }

  /** Returns whether rows have times; a log without rows counts as one with times. */
  public boolean hasTimes() {
    return times;
  }

  /** Returns the users' ids in the order of first appearance. */
  public Vocabulary users() {
    return users;
  }

  /** Returns the items' ids in the order of first appearance. */
  public Vocabulary items() {
    return items;
  }

  /** Returns how the reading went, malformed rows that were skipped included. */
  public ReadReport report() {
    return report;
  }

  @Override
  public String toString() {
    return "InteractionLog["
        + size()
        + " rows, "
        + users.size()
        + " users, "
        + items.size()
        + " items]";
  }

  private static long epochMillis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("time " + time + " is not in the years 1970 .. 9999", e);
    }
  }

  /** Collects rows. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_ROWS = Integer.MAX_VALUE - 8;

    private final String source;
    private final IdColumn users;
    private final IdColumn items;
    private final TimeColumn timestamps = new TimeColumn();
    private @Nullable Boolean times; // null before the first row
    private boolean built;

    /**
     * Lets an executor number the ids; it is not closed here.
     *
     * @param source where the rows come from, for messages
     */
    Builder(Executor executor, String source) {
      this.source = source;
      this.users = new IdColumn(executor, "users of " + source);
      this.items = new IdColumn(executor, "items of " + source);
    }

    /**
     * Appends one interaction.
     *
     * @param user id of the user: one line of at most {@value Vocabulary#MAX_ID_LENGTH} characters,
     *     not blank, without unpaired surrogates
     * @param item id of the item, likewise
     * @param epochMillis time in epoch milliseconds, 1970 to 9999
     * @return this builder
     * @throws IllegalArgumentException if an id is not as said or the time is out of range
     * @throws IllegalStateException if the log was built
     */
    public Builder add(String user, String item, long epochMillis) {
      checkId("user", user);
      checkId("item", item);
      if (epochMillis < 0 || epochMillis > MAX_TIME) {
        throw new IllegalArgumentException(
            "row "
                + size()
                + ": time "
                + epochMillis
                + " is not in 0 .. "
                + MAX_TIME
                + ", the epoch milliseconds of the years 1970 .. 9999");
      }
      setTimes(true);
      append(epochMillis);
      users.add(user);
      items.add(item);
      return this;
    }

    /**
     * Appends one interaction whose time is not known, as that of all others of the log is not.
     *
     * @param user as in {@link #add(String, String, long)}
     * @param item as in {@link #add(String, String, long)}
     * @return this builder
     * @throws IllegalArgumentException if an id is not as said
     * @throws IllegalStateException if the log was built, or has rows with times
     */
    public Builder add(String user, String item) {
      checkId("user", user);
      checkId("item", item);
      setTimes(false);
      append(0);
      users.add(user);
      items.add(item);
      return this;
    }

    private void setTimes(boolean withTime) {
      if (times != null && times != withTime) {
        throw new IllegalStateException(
            "row "
                + size()
                + " has "
                + (withTime ? "a" : "no")
                + " time, the rows before have "
                + (times ? "one" : "none")
                + "; give all rows a time, or none");
      }
      times = withTime;
    }

    private void checkId(String what, @Nullable String id) {
      if (id == null || !IdCheck.isId(id)) {
        throw new IllegalArgumentException(
            "row "
                + size()
                + ": "
                + what
                + " must be "
                + IdCheck.EXPECTED
                + ", got '"
                + Excerpt.of(String.valueOf(id))
                + "'");
      }
    }

    /** Appends checked values from character buffers, without creating a string for a known id. */
    void add(char[] user, int userLength, char[] item, int itemLength, long epochMillis) {
      times = true;
      append(epochMillis);
      users.add(user, userLength);
      items.add(item, itemLength);
    }

    /** Does the same without a time. */
    void add(char[] user, int userLength, char[] item, int itemLength) {
      times = false;
      append(0);
      users.add(user, userLength);
      items.add(item, itemLength);
    }

    private void append(long epochMillis) {
      checkNotBuilt();
      if (size() == MAX_ROWS) {
        throw new DataException(
            source + " has more than " + MAX_ROWS + " interactions; split the input");
      }
      timestamps.append(epochMillis);
    }

    /** The columns belong to the log once it is built, and the log does not change. */
    private void checkNotBuilt() {
      if (built) {
        throw new IllegalStateException("the log was built; collect other rows in a new builder");
      }
    }

    int size() {
      return timestamps.size();
    }

    /**
     * Returns the rows added so far; call it once, and add nothing afterwards.
     *
     * @throws IllegalStateException if the log was built before
     */
    public InteractionLog build() {
      return build(
          rows -> {
            List<String> warnings = new ArrayList<>();
            if (rows.size() > 0) {
              Suspicions.of(
                  rows,
                  "what was given",
                  "epochMillis",
                  word -> "leave these rows out",
                  warnings::add);
              warnings.forEach(warning -> LOG.warn("interactions: {}", warning));
            }
            return new ReadReport("interactions", rows.size(), 0, List.of(), warnings);
          });
    }

    /** Builds the log; its report is made of its rows, when there is none yet. */
    InteractionLog build(Function<InteractionLog, ReadReport> report) {
      checkNotBuilt();
      built = true;
      return new InteractionLog(this, report);
    }
  }
}
