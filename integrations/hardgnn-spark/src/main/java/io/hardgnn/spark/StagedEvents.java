package io.hardgnn.spark;

import static io.hardgnn.spark.Columns.quoted;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.MalformedRowException;
import io.hardgnn.data.events.ReadReport;
import io.hardgnn.data.events.RowParser;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.error.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a source, parsed, numbered and written once: whatever Spark computes again after a
 * failure finds the same numbers, although a source may give its rows in another order each time.
 *
 * @param good the interactions: {@code row, user, item, time}
 * @param report how the reading went
 */
record StagedEvents(Dataset<Row> good, ReadReport report) {

  private static final Logger LOG = LoggerFactory.getLogger(StagedEvents.class);

  /** The rows among which the first time is looked for that decides how times are written. */
  private static final int FIRST_ROWS = 1000;

  /** Before it hardly any events are: what is taken for times may be something else. */
  private static final long EARLY = Instant.parse("1972-01-01T00:00:00Z").toEpochMilli();

  /**
   * Parses and writes.
   *
   * @param folder where to
   * @throws MalformedRowException if a row is malformed and none may be
   * @throws DataException if there is no interaction
   */
  static StagedEvents write(Dataset<?> source, PreparationSettings settings, String folder) {
    Dataset<Row> rows = columns(source, settings);
    Object firstTime = firstTime(rows, settings);
    rows.mapPartitions(new EventParse(settings, firstTime), Encoders.row(EventParse.SCHEMA))
        .write()
        .parquet(folder);
    Dataset<Row> staged = source.sparkSession().read().parquet(folder);
    Dataset<Row> good =
        staged.where(col("faultColumn").isNull()).select("row", "user", "item", "time");
    return new StagedEvents(good, report(staged, good, settings));
  }

  private static Dataset<Row> columns(Dataset<?> source, PreparationSettings settings) {
    Dataset<Row> rows = source.toDF();
    String order = settings.order();
    if (order != null) {
      rows = rows.sort(rows.col(quoted(order)));
    }
    return rows.select(
        rows.col(quoted(settings.user())).cast(DataTypes.StringType),
        rows.col(quoted(settings.item())).cast(DataTypes.StringType),
        rows.col(quoted(settings.time())));
  }

  /** Returns the time that decides how the others are written; null if nothing needs deciding. */
  private static @Nullable Object firstTime(Dataset<Row> rows, PreparationSettings settings) {
    DataType type = rows.schema().fields()[2].dataType();
    boolean written = type instanceof NumericType || type instanceof StringType;
    if (settings.timeFormat() != TimeFormat.AUTO || !written) {
      return null;
    }
    RowParser parser = EventParse.parser(settings);
    List<Row> first = rows.takeAsList(FIRST_ROWS);
    int zeros = 0;
    for (int i = 0; i < first.size(); i++) {
      Row row = first.get(i);
      try {
        long time =
            parser.parse(i + 1L, row.getString(0), row.getString(1), row.get(2)).epochMillis();
        if (time != 0) { // which could be written in any unit
          return row.get(2);
        }
        zeros++;
      } catch (MalformedRowException e) {
        if (settings.errorPolicy() == ErrorPolicy.FAIL) {
          throw e;
        }
      }
    }
    if (first.size() == FIRST_ROWS) {
      throw new DataException(
          EventParse.SOURCE
              + ": none of the first "
              + FIRST_ROWS
              + " rows is well-formed"
              + (zeros > 0 ? " but for those with a time of 0" : "")
              + ", so how times are written is not known; set timeFormat");
    }
    return null;
  }

  private static ReadReport report(
      Dataset<Row> staged, Dataset<Row> wellFormed, PreparationSettings settings) {
    Row counted = wellFormed.agg(count(lit(1)), max("time")).first();
    long good = counted.getLong(0);
    Dataset<Row> faults = staged.where(col("faultColumn").isNotNull());
    long skipped = faults.count();
    List<String> messages = new ArrayList<>();
    if (skipped > 0) {
      Map<Long, Long> offsets = offsets(staged);
      for (Row row : faults.sort("row").limit(ReadReport.MAX_ERRORS).collectAsList()) {
        MalformedRowException error =
            new MalformedRowException(
                EventParse.SOURCE,
                number(row.getLong(0), offsets),
                row.getString(4),
                row.getString(5),
                row.getString(6));
        if (settings.errorPolicy() == ErrorPolicy.FAIL) {
          throw error;
        }
        messages.add(error.getMessage());
      }
      LOG.warn(
          "{}: {} malformed rows were left out, first: {}",
          EventParse.SOURCE,
          skipped,
          messages.get(0));
    }
    if (good == 0) {
      throw new DataException(
          skipped == 0
              ? EventParse.SOURCE + " hold no interaction"
              : EventParse.SOURCE
                  + " hold no well-formed interaction; "
                  + skipped
                  + " rows are malformed, first: "
                  + messages.get(0));
    }
    List<String> warnings = warnings(counted.getLong(1), settings);
    warnings.forEach(warning -> LOG.warn("{}: {}", EventParse.SOURCE, warning));
    return new ReadReport(EventParse.SOURCE, good, skipped, messages, warnings);
  }

  /** Returns what the readers warn of, as far as the latest time tells it. */
  private static List<String> warnings(long last, PreparationSettings settings) {
    return last >= EARLY
        ? List.of()
        : List.of(
            "no time is later than 1971, the last is "
                + Instant.ofEpochMilli(last)
                + "; is column "
                + Excerpt.of(settings.time())
                + " really the time, and in seconds or milliseconds as timeFormat says?");
  }

  /** Returns how many rows are before each partition. */
  private static Map<Long, Long> offsets(Dataset<Row> staged) {
    Map<Long, Long> offsets = new TreeMap<>();
    long before = 0;
    for (Row row :
        staged
            .groupBy(expr("shiftright(row, " + EventParse.PLACE_BITS + ")").as("partition"))
            .agg(count(lit(1)))
            .sort("partition")
            .collectAsList()) {
      offsets.put(row.getLong(0), before);
      before += row.getLong(1);
    }
    return offsets;
  }

  /** Returns the number of a row among all, the first is 1. */
  private static long number(long row, Map<Long, Long> offsets) {
    long place = row & (1L << EventParse.PLACE_BITS) - 1;
    return offsets.getOrDefault(row >>> EventParse.PLACE_BITS, 0L) + place + 1;
  }
}
