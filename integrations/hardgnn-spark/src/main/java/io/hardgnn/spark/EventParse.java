package io.hardgnn.spark;

import io.hardgnn.data.events.MalformedRowException;
import io.hardgnn.data.events.RowParser;
import io.hardgnn.data.events.TimeFormat;
import java.util.Iterator;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Parses rows of user, item and time by the rules of the readers. A row is numbered by its
 * partition and its place there, which is the order in which Spark reads them; a malformed row
 * keeps what was wrong with it.
 */
final class EventParse implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** The name of the source in messages. */
  static final String SOURCE = "Spark rows";

  /** Bits of a row's number that are its place within the partition. */
  static final int PLACE_BITS = 33;

  static final StructType SCHEMA =
      new StructType()
          .add("row", DataTypes.LongType, false)
          .add("user", DataTypes.StringType)
          .add("item", DataTypes.StringType)
          .add("time", DataTypes.LongType)
          .add("faultColumn", DataTypes.StringType)
          .add("faultValue", DataTypes.StringType)
          .add("faultExpected", DataTypes.StringType);

  private final String user;
  private final String item;
  private final String time;
  private final TimeFormat format;
  private final Set<String> missingIds;
  private final @Nullable Object firstTime;

  /**
   * Takes the settings.
   *
   * @param firstTime the time that decides how the others are written, or null
   */
  EventParse(PreparationSettings settings, @Nullable Object firstTime) {
    this.user = settings.user();
    this.item = settings.item();
    this.time = settings.time();
    this.format = settings.timeFormat();
    this.missingIds = settings.missingIds();
    this.firstTime = firstTime;
  }

  static RowParser parser(PreparationSettings settings) {
    return new RowParser(
        SOURCE,
        settings.user(),
        settings.item(),
        settings.time(),
        settings.timeFormat(),
        settings.missingIds());
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    RowParser parser = new RowParser(SOURCE, user, item, time, format, missingIds);
    if (firstTime != null) {
      parser.time(1, firstTime);
    }
    long begin = (long) TaskContext.getPartitionId() << PLACE_BITS;
    return new Iterator<>() {
      private long number = begin;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return parsed(parser, number++, rows.next());
      }
    };
  }

  private static Row parsed(RowParser parser, long number, Row row) {
    try {
      RowParser.Event event = parser.parse(1, row.getString(0), row.getString(1), row.get(2));
      return RowFactory.create(
          number, event.user(), event.item(), event.epochMillis(), null, null, null);
    } catch (MalformedRowException e) {
      return RowFactory.create(number, null, null, null, e.column(), e.value(), e.expected());
    }
  }
}
