package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.time.BadTimeException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of single rows by the rules of the readers, for sources that something else
 * reads: the tables of a cluster, a queue.
 *
 * <p>Ids are texts, as files of text can hold them. Times may be of any class that
 * {@link JdbcReader} takes: timestamps, dates, numbers and texts, the last two read by a
 * {@link TimeFormat}. A {@link java.sql.Timestamp} is the instant that it is, while a
 * {@link JdbcReader} takes the clock that it shows for UTC: pass its {@code toLocalDateTime()} for a
 * column without a zone. Not thread-safe: under {@link TimeFormat#AUTO} the first time other
 * than 0 decides for those after it.
 */
public final class RowParser {

  private static final String NO_ZERO =
      "an id without a character 0, with which no file of text could be read back";

  private final String source;
  private final String userColumn;
  private final String itemColumn;
  private final String timeColumn;
  private final Set<String> missingIds;
  private final TimeValues times;

  /**
   * An interaction that is well-formed.
   *
   * @param user id of the user
   * @param item id of the item
   * @param epochMillis its time
   */
  public record Event(String user, String item, long epochMillis) {}

  /**
   * Creates a parser.
   *
   * @param source name of the input in messages
   * @param userColumn how messages call the column of users
   * @param itemColumn how messages call the column of items
   * @param timeColumn how messages call the column of times
   * @param format how numbers and texts are read as times
   * @param missingIds words that mean that there is no user or item
   */
  public RowParser(
      String source,
      String userColumn,
      String itemColumn,
      String timeColumn,
      TimeFormat format,
      Set<String> missingIds) {
    this.source = Objects.requireNonNull(source, "source");
    this.userColumn = Objects.requireNonNull(userColumn, "userColumn");
    this.itemColumn = Objects.requireNonNull(itemColumn, "itemColumn");
    this.timeColumn = Objects.requireNonNull(timeColumn, "timeColumn");
    this.missingIds = Set.copyOf(missingIds);
    this.times = new TimeValues(TimeSyntax.of(Objects.requireNonNull(format, "format")));
  }

  /**
   * Returns what the columns of user, item and time of a table are called, by any of the names that
   * {@link DelimitedReader} knows, such as {@code user_id}, {@code item_id} and {@code ts}.
   *
   * @param source name of the table in messages
   * @param columns the names of all columns
   * @throws DataException if no column or several have one of the names
   */
  public static List<String> columns(String source, List<String> columns) {
    return ColumnNames.find(source, columns);
  }

  /**
   * Takes a row.
   *
   * @param row number of the row in messages, the first is 1
   * @throws MalformedRowException if a value is missing or not what it should be
   */
  public Event parse(
      long row, @Nullable String user, @Nullable String item, @Nullable Object time) {
    String checkedUser = id(row, userColumn, user);
    String checkedItem = id(row, itemColumn, item);
    return new Event(checkedUser, checkedItem, time(row, time));
  }

  /**
   * Takes the time of a row alone.
   *
   * @param row number of the row in messages, the first is 1
   * @return epoch milliseconds
   * @throws MalformedRowException if it is missing or no time
   */
  public long time(long row, @Nullable Object time) {
    try {
      return times.epochMillis(time);
    } catch (BadTimeException e) {
      throw new MalformedRowException(source, row, timeColumn, String.valueOf(time), e.expected());
    }
  }

  private String id(long row, String column, @Nullable String id) {
    if (id == null || !IdCheck.isId(id)) {
      throw new MalformedRowException(source, row, column, String.valueOf(id), IdCheck.EXPECTED);
    }
    if (id.indexOf(0) >= 0) {
      throw new MalformedRowException(source, row, column, id, NO_ZERO);
    }
    if (missingIds.contains(id)) {
      throw new MalformedRowException(source, row, column, id, RowSink.NOT_MISSING);
    }
    return id;
  }
}
