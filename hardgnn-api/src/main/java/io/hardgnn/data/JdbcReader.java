package io.hardgnn.data;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads interactions from the rows of a JDBC query.
 *
 * <p>Ids may be of any type that has a text form. Times may be a SQL timestamp with or without zone, a date (midnight), a
 * number or text; numbers and text are read by the {@link TimeFormat}. Dates and timestamps without a zone are taken as
 * UTC, whatever the zone of this machine.
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
   * Reads the rows that are left; does not close the result set. For a large table set a fetch size, so that the driver
   * does not hold all rows.
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
    TimeParser times = new TimeParser(timeFormat);
    for (long row = 1; rows.next(); row++) {
      String userId = rows.getString(user);
      String itemId = rows.getString(item);
      if (userId == null || userId.isBlank()) {
        sink.malformed(row, columns[0], String.valueOf(userId), "an id, not null and not blank");
      } else if (itemId == null || itemId.isBlank()) {
        sink.malformed(row, columns[1], String.valueOf(itemId), "an id, not null and not blank");
      } else {
        Object value = value(rows, time);
        try {
          sink.builder().add(userId, itemId, epochMillis(value, times));
        } catch (BadTimeException e) {
          sink.malformed(row, columns[2], String.valueOf(value), e.expected());
        }
      }
    }
    return sink.finish();
  }

  private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    // The driver turned the wall-clock time into an instant of this machine's zone; ask for the
    // wall clock itself.
    return value instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : value;
  }

  private static long epochMillis(@Nullable Object value, TimeParser times)
      throws BadTimeException {
    if (value == null) {
      throw new BadTimeException("a time, not null");
    }
    Instant instant;
    if (value instanceof LocalDateTime local) {
      instant = local.toInstant(ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      instant = date.atStartOfDay().toInstant(ZoneOffset.UTC);
    } else if (value instanceof java.sql.Date date) {
      instant = date.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
    } else if (value instanceof OffsetDateTime withOffset) {
      instant = withOffset.toInstant();
    } else if (value instanceof ZonedDateTime zoned) {
      instant = zoned.toInstant();
    } else if (value instanceof Instant already) {
      instant = already;
    } else if (value instanceof Date date) {
      instant = date.toInstant();
    } else if (value instanceof Double || value instanceof Float) {
      return times.parse(plainDecimal(((Number) value).doubleValue()));
    } else {
      return times.parse(value.toString().strip());
    }
    if (instant.isBefore(Instant.EPOCH)
        || instant.getEpochSecond() > InteractionLog.MAX_TIME / 1000) {
      throw new BadTimeException("a time of the years 1970 .. 9999");
    }
    return instant.toEpochMilli();
  }

  /** Writes a double without an exponent, which a large one has by default. */
  private static String plainDecimal(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(value).toPlainString()
        : Double.toString(value);
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
