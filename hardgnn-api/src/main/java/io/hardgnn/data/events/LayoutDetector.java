package io.hardgnn.data.events;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the separator, the header and the columns from the first line that is not blank. */
final class LayoutDetector {

  private static final List<String> SEPARATORS = List.of("::", "\t", ",", ";", "|");
  private static final List<String> DEFAULT_NAMES = List.of("user", "item", "timestamp");
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three");
  private static final List<Set<String>> SYNONYMS =
      List.of(
          Set.of("user", "user_id", "userid", "user id"),
          Set.of("item", "item_id", "itemid", "item id", "movieid", "movie_id"),
          Set.of("timestamp", "time", "ts", "date", "datetime"));

  private static final int NONE = -1;

  private final DelimitedReader.Settings settings;
  private final String source;

  LayoutDetector(DelimitedReader.Settings settings, String source) {
    this.settings = settings;
    this.source = source;
  }

  /** Returns the layout of a text whose first line that is not blank is given. */
  DelimitedLayout detect(String line) {
    String separator = settings.separator();
    if (separator != null) {
      List<String> fields = split(line, separator);
      if (fields.isEmpty()) {
        throw new DataException(
            source
                + ": the first line cannot be split at '"
                + Excerpt.of(separator)
                + "': "
                + Excerpt.of(line));
      }
      return layout(separator, fields);
    }
    DataException first = null;
    for (String candidate : SEPARATORS) {
      List<String> fields = split(line, candidate);
      if (fields.size() >= settings.columns()) {
        try {
          return layout(candidate, fields);
        } catch (DataException e) {
          first = first == null ? e : first;
        }
      }
    }
    if (first != null) {
      throw first;
    }
    throw new DataException(
        source
            + ": the first line has no "
            + NUMBERS.get(settings.columns())
            + " fields under any of the separators :: tab , ; | but is '"
            + Excerpt.of(line)
            + "'; set separator(...) if it is another");
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
      boolean header = Boolean.TRUE.equals(settings.header());
      return new DelimitedLayout(
          separator,
          header,
          fields.size(),
          indexes[0],
          indexes[1],
          settings.times() ? indexes[2] : NONE,
          DEFAULT_NAMES);
    }
    if (!Boolean.FALSE.equals(settings.header())) {
      DelimitedLayout named = byName(separator, fields);
      if (named != null) {
        return named;
      }
    }
    return withoutHeader(separator, fields);
  }

  private @Nullable DelimitedLayout byName(String separator, List<String> fields) {
    List<String> names = settings.names();
    int columns = settings.columns();
    int[] places = {NONE, NONE, NONE};
    List<String> missing = new ArrayList<>();
    for (int which = 0; which < columns; which++) {
      Set<String> accepted =
          names == null ? SYNONYMS.get(which) : Set.of(names.get(which).toLowerCase(Locale.ROOT));
      places[which] = place(fields, accepted);
      if (places[which] < 0) {
        missing.add("'" + Excerpt.of((names == null ? DEFAULT_NAMES : names).get(which)) + "'");
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
              + columnsCall());
    }
    return null;
  }

  private String columnsCall() {
    return settings.times() ? "columns(user, item, timestamp)" : "columns(user, item)";
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
                  + columnsCall());
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
    if (!settings.times()) {
      return new DelimitedLayout(separator, false, fields.size(), 0, 1, NONE, DEFAULT_NAMES);
    }
    if (settings.header() == null) {
      try {
        new TimeParser(settings.timeFormat()).parse(fields.get(last));
      } catch (BadTimeException e) {
        throw new DataException(
            source
                + ": the first line is neither a header with the columns user, item and timestamp"
                + " nor a row with a time in its last column: "
                + Excerpt.list(fields)
                + "; use columns(...) or columnIndexes(...), or withoutTimes() if there are none",
            e);
      }
    }
    return new DelimitedLayout(separator, false, fields.size(), 0, 1, last, DEFAULT_NAMES);
  }

  /** Returns the fields, none if the line is not well-formed under a separator. */
  private static List<String> split(String line, String separator) {
    try {
      return CsvReader.builder()
          .fieldSeparator(separator)
          .ofSingleCsvRecord(line)
          .getFields()
          .stream()
          .map(String::strip)
          .toList();
    } catch (CsvParseException e) {
      return List.of(); // quotes that do not fit this separator
    }
  }
}
