package io.hardgnn.data.events;

import static java.util.stream.Collectors.joining;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.text.RowFields;
import io.hardgnn.internal.text.TextLines;
import io.hardgnn.internal.time.BadTimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the separator, the header and the columns from the first line that is not blank. */
final class LayoutDetector {

  private static final List<String> SEPARATORS = List.of("::", "\t", ",", ";", "|");
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three");
  private static final int NONE = -1;

  /** From this on a number of seconds is a time of the years that have events, 1995. */
  private static final long PLAUSIBLE = 788_918_400_000L;

  /** Until then it is not, 1972. */
  private static final long IMPLAUSIBLE = 63_072_000_000L;

  private final DelimitedReader.Settings settings;
  private final String source;

  LayoutDetector(DelimitedReader.Settings settings, String source) {
    this.settings = settings;
    this.source = source;
  }

  /** Returns the layout of a text that stands at its first line that is not blank. */
  DelimitedLayout detect(TextLines lines) throws IOException {
    String separator = settings.separator();
    if (separator != null) {
      return layout(separator, split(lines, separator));
    }
    DataException first = null;
    DelimitedLayout doubtful = null;
    List<DelimitedLayout> unnamed = new ArrayList<>();
    for (String candidate : SEPARATORS) {
      List<String> fields = split(lines, candidate);
      if (fields.size() >= settings.columns()) {
        try {
          DelimitedLayout layout = layout(candidate, fields);
          if (!settings.hasTimes() && !layout.header()) {
            unnamed.add(layout); // nothing in such a row tells which separator it has
          } else if (isDoubtful(layout, fields)) {
            doubtful = doubtful == null ? layout : doubtful;
          } else {
            return layout;
          }
        } catch (DataException e) {
          first = first == null ? e : first;
        }
      }
    }
    if (unnamed.size() > 1) {
      throw new DataException(
          source
              + ": the first line, '"
              + Excerpt.of(lines.firstLine())
              + "', could be cut by "
              + unnamed.stream().map(one -> "'" + one.separator() + "'").collect(joining(" or "))
              + "; say by which with separator(...)");
    }
    if (doubtful != null) {
      return doubtful;
    }
    if (first != null) { // a header, of which something is missing
      throw first;
    }
    if (unnamed.size() == 1) {
      return unnamed.get(0);
    }
    throw new DataException(
        source
            + ": the first line has no "
            + NUMBERS.get(settings.columns())
            + " fields under any of the separators :: tab , ; | but is '"
            + Excerpt.of(lines.firstLine())
            + "'; set separator(...) if it is another"
            + (settings.hasTimes() ? ", or withoutTimes() if there are no times" : ""));
  }

  /**
   * Returns whether another separator may give a likelier time: the comma of a fraction, as in
   * {@code u;i;2020-09-24 10:58:04,084}, gives one of 1970.
   */
  private boolean isDoubtful(DelimitedLayout layout, List<String> fields) {
    return settings.hasTimes() && !layout.header() && time(fields.get(layout.time())) < IMPLAUSIBLE;
  }

  private DelimitedLayout layout(String separator, List<String> fields) {
    int[] indexes = settings.indexes();
    if (indexes != null) {
      int last = Arrays.stream(indexes).max().orElse(0);
      if (last >= fields.size()) {
        throw new DataException(
            source
                + ": column "
                + (last + 1)
                + " is needed, but the first line has "
                + fields.size()
                + " fields under the separator '"
                + Excerpt.of(separator)
                + "': "
                + Excerpt.list(fields));
      }
      boolean header = settings.header() == null ? areNames(fields, indexes) : settings.header();
      return new DelimitedLayout(
          separator,
          header,
          fields.size(),
          indexes[0],
          indexes[1],
          settings.hasTimes() ? indexes[2] : NONE,
          header
              ? Arrays.stream(indexes).limit(settings.columns()).mapToObj(fields::get).toList()
              : ColumnNames.DEFAULT);
    }
    if (!Boolean.FALSE.equals(settings.header())) {
      DelimitedLayout named = byName(separator, fields);
      if (named != null) {
        return named;
      }
    }
    return withoutHeader(separator, fields);
  }

  /** Whether the fields at the places that were set are names that their columns have in headers. */
  private static boolean areNames(List<String> fields, int[] places) {
    for (int which = 0; which < places.length; which++) {
      String field = fields.get(places[which]).toLowerCase(Locale.ROOT);
      if (!ColumnNames.SYNONYMS.get(which).contains(field)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable DelimitedLayout byName(String separator, List<String> fields) {
    List<String> names = settings.names();
    int columns = settings.columns();
    int[] places = {NONE, NONE, NONE};
    List<String> missing = new ArrayList<>();
    for (int which = 0; which < columns; which++) {
      Set<String> accepted =
          names == null
              ? ColumnNames.SYNONYMS.get(which)
              : Set.of(names.get(which).toLowerCase(Locale.ROOT));
      places[which] = place(fields, accepted);
      if (places[which] < 0) {
        missing.add(
            "'" + Excerpt.of((names == null ? ColumnNames.DEFAULT : names).get(which)) + "'");
      }
    }
    if (missing.isEmpty()) {
      return new DelimitedLayout(
          separator,
          true,
          fields.size(),
          places[0],
          places[1],
          places[2],
          Arrays.stream(places).limit(columns).mapToObj(fields::get).toList());
    }
    boolean headerIsSure =
        names != null || Boolean.TRUE.equals(settings.header()) || missing.size() < columns;
    if (headerIsSure) {
      throw new DataException(
          source
              + ": the header has no column "
              + String.join(" and ", missing)
              + ", its columns are "
              + Excerpt.list(fields)
              + "; name them with "
              + columnsCall()
              + (names == null && settings.header() == null
                  ? ", or set header(false) if this line is a row"
                  : ""));
    }
    return null;
  }

  private String columnsCall() {
    return settings.hasTimes() ? "columns(user, item, timestamp)" : "columns(user, item)";
  }

  private int place(List<String> fields, Set<String> accepted) {
    int found = -1;
    for (int i = 0; i < fields.size(); i++) {
      if (accepted.contains(fields.get(i).toLowerCase(Locale.ROOT))) {
        if (found >= 0) {
          throw new DataException(
              source
                  + ": columns "
                  + (found + 1)
                  + " and "
                  + (i + 1)
                  + " of the header, '"
                  + Excerpt.of(fields.get(found))
                  + "' and '"
                  + Excerpt.of(fields.get(i))
                  + "', could both be meant; choose with "
                  + (fields.get(found).equalsIgnoreCase(fields.get(i))
                      ? "columnIndexes(...) and header(true)"
                      : columnsCall()));
        }
        found = i;
      }
    }
    return found;
  }

  /**
   * Without a header: user, item, and the time in the last column, as in
   * user,item,rating,timestamp.
   */
  private DelimitedLayout withoutHeader(String separator, List<String> fields) {
    int last = fields.size() - 1;
    if (fields.size() < settings.columns()) {
      throw new DataException(
          source
              + ": "
              + NUMBERS.get(settings.columns())
              + " columns are needed, but the first line has "
              + fields.size()
              + " fields under the separator '"
              + Excerpt.of(separator)
              + "': "
              + Excerpt.list(fields));
    }
    if (!settings.hasTimes()) {
      return new DelimitedLayout(separator, false, fields.size(), 0, 1, NONE, ColumnNames.DEFAULT);
    }
    checkTime(fields);
    return new DelimitedLayout(separator, false, fields.size(), 0, 1, last, ColumnNames.DEFAULT);
  }

  /** Refuses a last column that is no time, or less likely one than another column. */
  private void checkTime(List<String> fields) {
    int last = fields.size() - 1;
    int better = -1;
    for (int i = 0; i < last && better < 0; i++) {
      better = isDate(fields.get(i)) ? i : -1;
    }
    long time = time(fields.get(last));
    // Ids of user and item may look like times, so they are looked at only where the last column
    // may itself be an id: a time of years before there were events to collect.
    int from = time < IMPLAUSIBLE ? 2 : 0;
    for (int i = from; i < last && better < 0 && time < PLAUSIBLE; i++) {
      better = time(fields.get(i)) >= PLAUSIBLE ? i : -1;
    }
    String hint =
        better < 0
            ? ""
            : "; column " + (better + 1) + " looks like the time, which is place " + better;
    if (time < 0 && settings.header() == null) {
      throw new DataException(
          source
              + ": the first line is neither a header with the columns user, item and timestamp nor"
              + " a row with a time in its last column: "
              + Excerpt.list(fields)
              + reason(fields.get(last))
              + "; use columns(...) or columnIndexes(...), or withoutTimes() if there are none"
              + hint);
    }
    if (better >= 0 && (better < 2 || !isDate(fields.get(last)))) {
      throw new DataException(
          source
              + ": the time would be taken from the last column, '"
              + Excerpt.of(fields.get(last))
              + "', but column "
              + (better + 1)
              + " looks like it, '"
              + Excerpt.of(fields.get(better))
              + "'; the first line is "
              + Excerpt.list(fields)
              + "; say where user, item and time are with columnIndexes(user, item, timestamp), of"
              + " which the first is 0");
    }
  }

  /** Returns why a field is no time, where it looks like one, and where a quote swallowed lines. */
  private String reason(String field) {
    if (field.indexOf('\n') >= 0) {
      return ", over several lines, since a quote is not closed in the first; multiline(false) or"
          + " quoting(Quoting.NONE) ends rows there";
    }
    if (field.isEmpty() || !Character.isDigit(field.charAt(0))) {
      return "";
    }
    try {
      new TimeParser(settings.rules().times()).parse(field);
      return "";
    } catch (BadTimeException e) {
      return " (expected " + e.expected() + ")";
    }
  }

  /** Returns epoch milliseconds, -1 if a field is no time. */
  private long time(String field) {
    try {
      return new TimeParser(settings.rules().times()).parse(field);
    } catch (BadTimeException e) {
      return -1;
    }
  }

  private static boolean isDate(String field) {
    try {
      new TimeParser(TimeSyntax.of(TimeFormat.ISO_8601)).parse(field);
      return true;
    } catch (BadTimeException e) {
      return false;
    }
  }

  /**
   * Returns the fields of the first row; of a line that is not well-formed those that it would have
   * if quotes were characters like others. As a row it is malformed later.
   */
  private List<String> split(TextLines lines, String separator) throws IOException {
    List<String> fields = new ArrayList<>();
    Boolean multiline = settings.multiline();
    boolean wellFormed =
        settings.quoting().splitter(separator, multiline, 0).split(lines, RowFields.all(fields))
            == null;
    lines.firstLineOnly();
    if (!wellFormed) {
      fields.clear();
      Quoting.NONE.splitter(separator, false, 0).split(lines, RowFields.all(fields));
    }
    return fields;
  }
}
