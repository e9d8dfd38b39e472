package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.parallel.HelperThreads;
import io.hardgnn.internal.text.Blanks;
import io.hardgnn.internal.text.FieldSplitter;
import io.hardgnn.internal.text.RowFields;
import io.hardgnn.internal.text.TextLines;
import io.hardgnn.internal.text.TextSource;
import io.hardgnn.internal.time.BadTimeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The reading of one delimited text. Used once. */
final class DelimitedParse {

  private static final int USER = 0;
  private static final int ITEM = 1;
  private static final int TIME = 2;

  /** What a workbook writes and reads before the header. */
  private static final Pattern SEPARATOR_LINE = Pattern.compile("(?i)\"?sep=([^\"])\"?");

  /** What lines begin with that are no data, in the formats that have such lines. */
  private static final Pattern COMMENT = Pattern.compile("#|%|//|--");

  private final DelimitedReader.Settings settings;
  private final HelperThreads helpers = new HelperThreads();
  private final RowSink sink;
  private final TimeParser times;
  private final MultilineRows multilineRows = new MultilineRows();
  private @Nullable TextLines lines;
  private List<String> header = List.of();

  DelimitedParse(DelimitedReader.Settings settings, String source) {
    this.settings = settings;
    this.sink = new RowSink(source, settings.rules(), new InteractionLog.Builder(helpers, source));
    this.times = new TimeParser(settings.rules().times());
  }

  InteractionLog read(InputStream in) {
    String separator = settings.separator() == null ? "" : settings.separator();
    try (TextSource text = new TextSource(in, settings.charset(), sink.source(), separator)) {
      TextLines opened = new TextLines(text.characters(), settings.comment());
      lines = opened;
      goToFirstLine(opened);
      DelimitedLayout layout = layout(opened);
      header = layout.header() && couldBeNames(layout.names()) ? layout.names() : List.of();
      parse(opened, layout);
      if (settings.multiline() == null) {
        multilineRows.warn(sink);
      }
      return sink.finish(settings.hasTimes() ? layout.column(TIME) : "");
    } catch (IOException e) {
      throw broken(e);
    } finally {
      helpers.close();
    }
  }

  private DelimitedLayout layout(TextLines text) throws IOException {
    DelimitedReader.Settings known = settings;
    Matcher line = SEPARATOR_LINE.matcher(text.firstLine());
    if (line.matches()) {
      known = settings.separator() == null ? settings.separatedBy(line.group(1)) : settings;
      goToFirstLine(text);
    }
    try {
      return new LayoutDetector(known, sink.source()).detect(text);
    } catch (DataException e) {
      Matcher comment = COMMENT.matcher(text.firstLine());
      if (settings.comment() == null && comment.lookingAt()) {
        String sign = comment.group();
        throw new DataException(
            e.getMessage()
                + "; if lines that begin with "
                + sign
                + " are comments, set comment(\""
                + sign
                + "\")",
            e);
      }
      throw e;
    }
  }

  /** Goes to the next line that is not blank. */
  private void goToFirstLine(TextLines text) throws IOException {
    while (text.next()) {
      String line = text.firstLine();
      if (!Blanks.isBlank(line)) {
        String kind = kindOfText(line.strip().toLowerCase(Locale.ROOT));
        if (kind != null) {
          throw new DataException(
              sink.source() + " is " + kind + "; delimited text, plain or gzip, was expected");
        }
        return;
      }
    }
    throw new DataException(
        sink.source() + " is empty; rows of user, item and timestamp were expected");
  }

  private static final Pattern JSON = Pattern.compile("\\{\\s*(\"|$)|\\[\\s*(\\{|$)");

  private static @Nullable String kindOfText(String line) {
    if (line.startsWith("<!doctype") || line.startsWith("<html") || line.startsWith("<?xml")) {
      return "an HTML or XML document";
    }
    if (JSON.matcher(line).lookingAt()) {
      return "JSON";
    }
    return line.startsWith("version https://git-lfs") ? "a pointer of Git LFS" : null;
  }

  /** Parses the rows, from the current line on. */
  private void parse(TextLines text, DelimitedLayout layout) throws IOException {
    RowFields row = new RowFields(layout.user(), layout.item(), layout.time());
    FieldSplitter splitter =
        settings.quoting().splitter(layout.separator(), settings.multiline(), layout.fields());
    boolean blankSeparator = Blanks.isBlank(layout.separator());
    if (layout.header()) {
      passHeader(text, splitter, row, layout);
    }
    boolean more = !layout.header() || text.next();
    for (; more; more = text.next()) {
      String expected = splitter.split(text, row);
      boolean taken = false;
      if (expected != null) {
        sink.malformed(row.line, "row", text.firstLine(), expected);
      } else {
        boolean blank = row.blank && (row.fields() == 1 || blankSeparator);
        taken = blank || take(row, layout);
      }
      if (taken) {
        multilineRows.add(row);
      } else if (expected != null || !Boolean.TRUE.equals(settings.multiline())) {
        text.firstLineOnly(); // what a stray quote swallowed is read as rows
      }
    }
  }

  /** Passes over the header, whose quoted names may run over lines as fields of rows may. */
  private static void passHeader(
      TextLines text, FieldSplitter splitter, RowFields row, DelimitedLayout layout)
      throws IOException {
    if (splitter.split(text, row) != null || row.fields() != layout.fields()) {
      text.firstLineOnly();
    }
  }

  /** Returns whether the row is well-formed; otherwise it was counted. */
  private boolean take(RowFields row, DelimitedLayout layout) {
    if (row.fields() != layout.fields()) {
      String expected = layout.fields() + " fields as in the first line" + hint(row) + quotes(row);
      sink.malformed(row.line, "row", row.fields() + " fields", expected);
    } else if (isId(row, layout, USER) && isId(row, layout, ITEM)) {
      if (isHeader(row)) {
        String expected = "a row, not the header again";
        sink.malformed(row.line, layout.column(USER), row.text(USER), expected);
        return false;
      }
      if (!settings.hasTimes()) {
        sink.builder().add(row.field[USER], row.length[USER], row.field[ITEM], row.length[ITEM]);
        return true;
      }
      try {
        long time = times.parse(row.field[TIME], row.length[TIME]);
        sink.builder()
            .add(row.field[USER], row.length[USER], row.field[ITEM], row.length[ITEM], time);
        return true;
      } catch (BadTimeException e) {
        sink.malformed(row.line, layout.column(TIME), row.text(TIME), e.expected() + hint(row));
      }
    }
    return false;
  }

  /** Returns whether no name is a number, as those of a first line of sizes are. */
  private static boolean couldBeNames(List<String> names) {
    return names.stream()
        .allMatch(name -> name.isEmpty() || name.codePoints().anyMatch(Character::isLetter));
  }

  /**
   * Returns whether a row is the header of another file that was put behind this one.
   *
   * @throws DataException if its columns are others or in another order, so that all that follows
   *     would be taken for something else
   */
  private boolean isHeader(RowFields row) {
    if (header.isEmpty()) {
      return false;
    }
    if (!isOfNames(row)) {
      return false;
    }
    for (int which = 0; which < header.size(); which++) {
      if (!isSameColumn(row.text(which), which)) {
        throw new DataException(
            sink.source()
                + ": line "
                + row.line
                + " is a header with other columns than the first, or in another order; read the files"
                + " that were joined here one by one");
      }
    }
    return true;
  }

  /** Returns whether all fields are names of the header, or that of the time, which none can be. */
  private boolean isOfNames(RowFields row) {
    if (settings.hasTimes() && isName(row, TIME)) {
      return true;
    }
    for (int which = 0; which < header.size(); which++) {
      if (!isName(row, which)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a name is the header's of a column, or another that such columns have. */
  private boolean isSameColumn(String name, int which) {
    return header.get(which).equalsIgnoreCase(name)
        || ColumnNames.SYNONYMS.get(which).contains(name.toLowerCase(Locale.ROOT));
  }

  private boolean isName(RowFields row, int which) {
    for (String name : header) {
      if (!name.isEmpty()
          && name.length() == row.length[which]
          && name.equalsIgnoreCase(row.text(which))) {
        return true;
      }
    }
    return false;
  }

  private boolean isId(RowFields row, DelimitedLayout layout, int which) {
    // Line breaks are in quoted fields only, and no charset gives an unpaired surrogate: most ids
    // are known by their first character.
    boolean plain =
        row.length[which] > 0
            && row.length[which] <= Vocabulary.MAX_ID_LENGTH
            && !row.quotedLineBreak
            && row.field[which][0] > ' '
            && row.field[which][0] <= '~';
    if (plain || IdCheck.isId(row.field[which], row.length[which])) {
      if (!sink.isMissing(row.field[which], row.length[which])) {
        return true;
      }
      sink.malformed(
          row.line, layout.column(which), row.text(which), RowSink.NOT_MISSING + hint(row));
      return false;
    }
    sink.malformed(row.line, layout.column(which), row.text(which), IdCheck.EXPECTED + hint(row));
    return false;
  }

  /** A quote too much swallows the lines up to the next one, so say how many. */
  private static String hint(RowFields row) {
    return row.lines == 1
        ? ""
        : " (a quoted field makes this row run over lines "
            + row.line
            + " to "
            + (row.line + row.lines - 1)
            + "; is a quote missing?)";
  }

  /** A quoted field may have taken separators in. */
  private static String quotes(RowFields row) {
    return row.quoted && row.lines == 1
        ? " (it has a quoted field" + FieldSplitter.WHAT_TO_DO + ")"
        : "";
  }

  private DataException broken(IOException e) {
    long line = lines == null ? 1 : lines.readingNumber();
    String where = sink.source() + ": in line " + line + ": ";
    if (e instanceof TextLines.TooLongException) {
      return new DataException(
          where
              + "no line ends within "
              + TextLines.MAX_LENGTH
              + " characters; delimited text with one interaction a line was expected",
          e);
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return new DataException(
          where
              + "the gzip data is truncated or damaged ("
              + Excerpt.sentence(e)
              + "); fetch the file again",
          e);
    }
    if (e instanceof TextSource.ZeroException) {
      return new DataException(
          where
              + "a character 0, which no text has; zeros stand where a file was not written to its"
              + " end, so fetch it again",
          e);
    }
    if (e instanceof CharacterCodingException) {
      return new DataException(
          where
              + "bytes that are not "
              + settings.charset()
              + "; set charset(...) to the file's encoding",
          e);
    }
    return new DataException(where + "reading failed: " + Excerpt.sentence(e), e);
  }
}
