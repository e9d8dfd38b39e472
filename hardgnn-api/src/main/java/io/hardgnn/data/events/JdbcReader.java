package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Reads interactions from the rows of a JDBC query.
 *
 * <p>Ids may be of any type that has a text form. Times may be a SQL timestamp with or without
 * zone, a date (midnight), a number or text; numbers and text are read by the {@link TimeFormat}.
 * Dates and timestamps without a zone are taken as UTC, whatever the zone of this machine; a
 * timestamp with a zone is the instant that it names. A time of day alone is malformed.
 *
 * <p>Immutable and thread-safe.
 */
public final class JdbcReader {

  private final String[] columns;
  private final TimeFormat timeFormat;
  private final ErrorPolicy errorPolicy;

  private JdbcReader(Builder builder) {
    this.columns = builder.columns.clone();
    this.timeFormat = builder.timeFormat;
    this.errorPolicy = builder.errorPolicy;
  }

  /** Returns a reader of the columns {@code user}, {@code item} and {@code timestamp}. */
  public static JdbcReader create() {
    return builder().build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the rows that are left; does not close the result set. For a large table set a fetch
   * size, so that the driver does not hold all rows.
   *
   * @throws SQLException if the database fails or a column is missing
   * @throws MalformedRowException if a row is malformed and the policy is {@link ErrorPolicy#FAIL}
   * @throws DataException if there is no row
   */
  public InteractionLog read(ResultSet rows) throws SQLException {
    int user = rows.findColumn(columns[0]);
    int item = rows.findColumn(columns[1]);
    int time = rows.findColumn(columns[2]);
    RowSink sink = new RowSink("JDBC rows", errorPolicy, InteractionLog.builder());
    JdbcTimes times = new JdbcTimes(rows, time, timeFormat);
    for (long row = 1; rows.next(); row++) {
      String userId = rows.getString(user);
      String itemId = rows.getString(item);
      if (userId == null || !IdCheck.isId(userId)) {
        sink.malformed(row, Excerpt.of(columns[0]), String.valueOf(userId), IdCheck.EXPECTED);
      } else if (itemId == null || !IdCheck.isId(itemId)) {
        sink.malformed(row, Excerpt.of(columns[1]), String.valueOf(itemId), IdCheck.EXPECTED);
      } else {
        Object value = times.value();
        try {
          sink.builder().add(userId, itemId, times.epochMillis(value));
        } catch (BadTimeException e) {
          sink.malformed(row, Excerpt.of(columns[2]), String.valueOf(value), e.expected());
        }
      }
    }
    return sink.finish();
  }

  /** Settings of a reader. Not thread-safe. */
  public static final class Builder {

    private final String[] columns = {"user", "item", "timestamp"};
    private TimeFormat timeFormat = TimeFormat.AUTO;
    private ErrorPolicy errorPolicy = ErrorPolicy.FAIL;

    private Builder() {}

    /**
     * Sets the labels of the columns, {@code user}, {@code item} and {@code timestamp} by default.
     *
     * @return this builder
     */
    public Builder columns(String user, String item, String timestamp) {
      columns[0] = Objects.requireNonNull(user, "user");
      columns[1] = Objects.requireNonNull(item, "item");
      columns[2] = Objects.requireNonNull(timestamp, "timestamp");
      return this;
    }

    /**
     * Sets how numbers and texts are read as times, {@link TimeFormat#AUTO} by default.
     *
     * @return this builder
     */
    public Builder timeFormat(TimeFormat format) {
      this.timeFormat = Objects.requireNonNull(format, "timeFormat");
      return this;
    }

    /**
     * Sets what becomes of malformed rows, {@link ErrorPolicy#FAIL} by default.
     *
     * @return this builder
     */
    public Builder errorPolicy(ErrorPolicy policy) {
      this.errorPolicy = Objects.requireNonNull(policy, "errorPolicy");
      return this;
    }

    /** Returns the reader. */
    public JdbcReader build() {
      return new JdbcReader(this);
    }
  }
}
