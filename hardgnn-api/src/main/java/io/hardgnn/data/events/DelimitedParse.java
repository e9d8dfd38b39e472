package io.hardgnn.data.events;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.hardgnn.data.DataException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of one delimited text. Used once. */
final class DelimitedParse {

  private static final Logger LOG = LoggerFactory.getLogger(DelimitedParse.class);
  private static final int MAX_LINE = 1 << 20;
  private static final int USER = 0;
  private static final int ITEM = 1;
  private static final int TIME = 2;

  private final DelimitedReader.Settings settings;
  private final HelperThreads helpers = new HelperThreads();
  private final RowSink sink;
  private final TimeParser times;
  private long line;

  DelimitedParse(DelimitedReader.Settings settings, String source) {
    this.settings = settings;
    this.sink = new RowSink(source, settings.errorPolicy(), new InteractionLog.Builder(helpers));
    this.times = new TimeParser(settings.timeFormat());
  }

  InteractionLog read(InputStream in) {
    try {
      BufferedReader text = TextSource.open(in, settings.charset());
      DelimitedLayout layout = new LayoutDetector(settings, sink.source()).detect(firstLine(text));
      parse(text, layout);
      InteractionLog log = sink.finish();
      warnOfRatings(log, layout);
      return log;
    } catch (IOException e) {
      throw broken(e);
    } catch (UncheckedIOException e) {
      throw broken(Objects.requireNonNull(e.getCause()));
    } catch (CsvParseException e) {
      throw unparsable(e);
    } finally {
      helpers.close();
    }
  }

  /**
   * The last column of a file without a header may be a rating, which reads as a few seconds after
   * 1970.
   */
  private void warnOfRatings(InteractionLog log, DelimitedLayout layout) {
    if (layout.header() || settings.indexes() != null || !settings.times()) {
      return;
    }
    long last = 0;
    for (int row = 0; row < log.size(); row++) {
      last = Math.max(last, log.timestamp(row));
    }
    if (last < TimeUnit.DAYS.toMillis(1)) {
      LOG.warn(
          "{}: all times are of 1970-01-01; is {} really the time? If not, set columnIndexes(...),"
              + " or withoutTimes() if there is none",
          sink.source(),
          layout.column(TIME));
    }
  }

  /** Returns the first line that is not blank and goes back to the start. */
  private String firstLine(BufferedReader text) throws IOException {
    text.mark(MAX_LINE + 1);
    StringBuilder current = new StringBuilder();
    for (int read = 0; read < MAX_LINE; read++) {
      int c = text.read();
      if (c != '\n' && c != '\r' && c >= 0) {
        current.append((char) c);
      } else if (!Blanks.isBlank(current)) {
        text.reset();
        return current.toString();
      } else if (c < 0) {
        throw new DataException(
            sink.source() + " is empty; rows of user, item and timestamp were expected");
      } else {
        current.setLength(0);
      }
    }
    throw new DataException(
        sink.source()
            + ": no line ends within the first "
            + MAX_LINE
            + " characters; delimited text with one interaction a line was expected");
  }

  private void parse(BufferedReader text, DelimitedLayout layout) throws IOException {
    RowHandler row = new RowHandler(layout.user(), layout.item(), layout.time());
    CsvReader<Boolean> reader =
        CsvReader.builder()
            .fieldSeparator(layout.separator())
            .skipEmptyLines(true)
            .extraFieldStrategy(
                FieldMismatchStrategy.IGNORE) // counted here: line and policy are known
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(MAX_LINE)
            .build(row, text);
    boolean header = layout.header();
    boolean blankSeparator = Blanks.isBlank(layout.separator());
    for (Iterator<Boolean> rows = reader.iterator(); rows.hasNext(); ) {
      rows.next();
      line = row.line;
      if (row.blank && (row.fields() == 1 || blankSeparator)) {
        continue;
      }
      if (header) {
        header = false;
      } else {
        take(row, layout);
      }
    }
  }

  private void take(RowHandler row, DelimitedLayout layout) {
    if (row.fields() != layout.fields()) {
      String expected = layout.fields() + " fields as in the first line" + hint(row);
      sink.malformed(row.line, "row", row.fields() + " fields", expected);
    } else if (isId(row, layout, USER) && isId(row, layout, ITEM)) {
      if (!settings.times()) {
        sink.builder().add(row.field[USER], row.length[USER], row.field[ITEM], row.length[ITEM]);
        return;
      }
      try {
        long time = times.parse(row.field[TIME], row.length[TIME]);
        sink.builder()
            .add(row.field[USER], row.length[USER], row.field[ITEM], row.length[ITEM], time);
      } catch (BadTimeException e) {
        sink.malformed(row.line, layout.column(TIME), row.text(TIME), e.expected() + hint(row));
      }
    }
  }

  private boolean isId(RowHandler row, DelimitedLayout layout, int which) {
    // Line breaks are in quoted fields only, and no charset gives an unpaired surrogate: most ids
    // are known by their first character.
    boolean plain =
        row.length[which] > 0
            && row.length[which] <= Vocabulary.MAX_ID_LENGTH
            && !row.quotedLineBreak
            && row.field[which][0] > ' '
            && row.field[which][0] <= '~';
    if (plain || IdCheck.isId(row.field[which], row.length[which])) {
      return true;
    }
    sink.malformed(row.line, layout.column(which), row.text(which), IdCheck.EXPECTED + hint(row));
    return false;
  }

  /** A quote too much swallows the lines up to the next one, so say how many. */
  private static String hint(RowHandler row) {
    return row.lineBreaks == 0
        ? ""
        : " (a quoted field makes this row run over lines "
            + row.line
            + " to "
            + (row.line + row.lineBreaks)
            + "; is a quote missing?)";
  }

  private DataException broken(IOException e) {
    String where = sink.source() + ": after line " + line + ": ";
    if (e instanceof EOFException || e instanceof ZipException) {
      return new DataException(
          where
              + "the gzip data is truncated or damaged ("
              + Excerpt.sentence(e)
              + "); fetch the file again",
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
    return new DataException(where + "reading failed: " + e, e);
  }

  private DataException unparsable(CsvParseException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return broken(io);
      }
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new DataException(
        sink.source()
            + ": after line "
            + line
            + ": a field that does not end within "
            + MAX_LINE
            + " characters or within the file; is a quote missing? ("
            + Excerpt.sentence(cause)
            + ")",
        e);
  }
}
