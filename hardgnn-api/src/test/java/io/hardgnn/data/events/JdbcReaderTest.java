package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of JDBC rows")
class JdbcReaderTest {

  private Connection connection;
  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void open() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York")); // a zone must not matter
    connection = DriverManager.getConnection("jdbc:h2:mem:");
  }

  @AfterEach
  void close() throws SQLException {
    TimeZone.setDefault(zone);
    connection.close();
  }

  private InteractionLog read(JdbcReader reader, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return reader.read(rows);
    }
  }

  @Test
  @DisplayName("takes times without a zone that the clocks of this machine leave out as they are")
  void clockChange() throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // no 02:30 on that day
    InteractionLog log =
        read(
            JdbcReader.defaults(),
            "SELECT 1 AS \"user\", 2 AS item, TIMESTAMP '2024-03-31 02:30:00' AS \"timestamp\""
                + " UNION ALL SELECT 1, 3, TIMESTAMP '2024-03-31 03:10:00'");
    assertThat(Instant.ofEpochMilli(log.timestamp(0))).hasToString("2024-03-31T02:30:00Z");
    assertThat(Instant.ofEpochMilli(log.timestamp(1))).hasToString("2024-03-31T03:10:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TIMESTAMP '2001-09-09 01:46:40'",
        "TIMESTAMP WITH TIME ZONE '2001-09-09 03:46:40+02:00'",
        "1000000000",
        "1000000000000",
        "CAST(1000000000 AS DOUBLE)",
        "CAST(1000000000 AS DECIMAL(20, 3))",
        "CAST('1E+9' AS DECFLOAT)",
        "'2001-09-09T01:46:40Z'",
      })
  @DisplayName(
      "takes timestamps, numbers and texts as times, ids of any type, whatever the zone of the"
          + " machine")
  void times(String time) throws SQLException {
    InteractionLog log =
        read(
            JdbcReader.defaults(),
            "SELECT 7 AS \"user\", 'pen' AS item, " + time + " AS \"timestamp\"");
    assertThat(DelimitedReaderTest.rows(log)).isEqualTo(List.of("7 pen 1000000000000"));
  }

  @Test
  @DisplayName("takes numbers with a point as they are written, to the millisecond")
  void fractions() throws SQLException {
    for (Object time :
        List.of(
            1570000000.123, 1570000000123.0, new BigDecimal("1570000000.123"), "1570000000.123")) {
      ResultSet rows = FakeRows.ofTime(time, Types.DOUBLE, "DOUBLE");
      assertThat(JdbcReader.defaults().read(rows).timestamp(0))
          .as(time + "")
          .isEqualTo(1570000000123L);
    }
    ResultSet single = FakeRows.ofTime(1.57e9f, Types.REAL, "REAL");
    assertThat(JdbcReader.defaults().read(single).timestamp(0)).isEqualTo(1570000000000L);
  }

  @Test
  @DisplayName("takes a date as its midnight in UTC, and other names of columns")
  void dateAndNames() throws SQLException {
    JdbcReader reader = JdbcReader.builder().columns("who", "what", "d").build();
    InteractionLog log = read(reader, "SELECT DATE '2001-09-09' AS d, 'a' AS who, 5 AS what");
    assertThat(DelimitedReaderTest.rows(log)).isEqualTo(List.of("a 5 " + 999993600000L));
  }

  @Test
  @DisplayName("finds columns by the names that are looked for in files, too")
  void sameNamesAsInFiles() throws SQLException {
    JdbcReader reader = JdbcReader.defaults();
    String sql = "SELECT 'a' AS user_id, 5 AS movieId, DATE '2001-09-09' AS ts, 'x' AS other";
    assertThat(DelimitedReaderTest.rows(read(reader, sql))).isEqualTo(List.of("a 5 999993600000"));
    assertThatThrownBy(() -> read(reader, "SELECT 'a' AS customer, 5 AS item, 7 AS ts"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column for 'user' among [CUSTOMER, ITEM, TS]")
        .hasMessageContaining("columns(user, item, timestamp)");
    assertThatThrownBy(
            () -> read(reader, "SELECT 'a' AS userid, 'b' AS user_id, 5 AS item, 7 AS ts"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two columns for 'user'");
  }

  @Test
  @DisplayName("takes words for none and a formatter of times")
  void missingIdsAndFormatter() throws SQLException {
    JdbcReader.Builder builder =
        JdbcReader.builder()
            .timeFormat(DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT))
            .missingIds("NULL")
            .errorPolicy(ErrorPolicy.SKIP);
    String sql =
        "SELECT * FROM (VALUES ('a', 'x', '09.09.2001'), ('NULL', 'x', '09.09.2001')) AS v(user_id,"
            + " item_id, ts)";
    InteractionLog log = read(builder.build(), sql);
    assertThat(DelimitedReaderTest.rows(log)).isEqualTo(List.of("a x 999993600000"));
    assertThat(log.report().firstErrors().get(0))
        .startsWith("JDBC rows:2: USER_ID: expected an id");
    assertThat(
            read(
                    JdbcReader.builder().timeFormat(TimeFormat.AUTO).build(),
                    "SELECT 'NULL' AS user_id, 1 AS item_id, 1e9 AS ts")
                .report()
                .warnings())
        .singleElement()
        .asString()
        .startsWith("user 'NULL' occurs in 1 row");
  }

  @Test
  @DisplayName("names the row and column of a missing value, or counts it when lenient")
  void nulls() throws SQLException {
    JdbcReader.Builder builder = JdbcReader.builder().columns("u", "i", "t");
    assertThatThrownBy(() -> builder.columns("id", "ID ", "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns must be three different names, got [id, ID, t]");
    String sql =
        "SELECT * FROM (VALUES ('a', 'x', 5), ('b', NULL, 6), ('c', 'y', NULL), ('d', 'z', 8)) AS"
            + " v(u, i, t)";
    assertThatThrownBy(() -> read(builder.build(), sql))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("JDBC rows:2: i: expected an id");
    InteractionLog log = read(builder.errorPolicy(ErrorPolicy.SKIP).build(), sql);
    assertThat(log.users().ids()).containsExactly("a", "d");
    assertThat(log.report().skippedRows()).isEqualTo(2);
    assertThat(log.report().firstErrors().get(1)).startsWith("JDBC rows:3: t: expected a time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "93   | timestamptz              | 1000000000000",
        "93   | TIMESTAMP WITH TIME ZONE | 1000000000000",
        "2014 | zoned                    | 1000000000000",
        "2014 |                          | 1000000000000",
        "93   | TIMESTAMPTZ              | 1000000000000",
        "93   | TIMESTAMPLTZ             | 1000000000000",
        "93   | TIMESTAMP_LTZ            | 1000000000000",
        "93   | TIMESTAMP(6) WITH TIME ZONE    | 1000000000000",
        "-102 | TIMESTAMP WITH LOCAL TIME ZONE | 1000000000000",
        "-155 | datetimeoffset           | 1000000000000",
        "93   | timestamp                | 999985600000",
        "93   | TIMESTAMPNTZ             | 999985600000",
        "93   | timestamp without time zone    | 999985600000",
        "93   | datetime2                | 999985600000",
        "93   |                          | 999985600000",
      })
  @DisplayName("takes a java.sql.Timestamp as the instant that it is where the column has a zone")
  void timestampOfAZone(int type, String typeName, long expected) throws SQLException {
    ResultSet rows = FakeRows.ofTime(new Timestamp(1000000000000L), type, typeName);
    assertThat(JdbcReader.defaults().read(rows).timestamp(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-101, TIMESTAMP WITH TIME ZONE, true",
    "-102, TIMESTAMP WITH LOCAL TIME ZONE, true",
    "-155, datetimeoffset, true",
    "-155, datetimeoffset, false",
    "1111, other, false",
  })
  @DisplayName("asks a driver with classes of its own for the instant, or takes their text")
  void classesOfTheDriver(int type, String typeName, boolean tells) throws SQLException {
    StringBuilder asked = new StringBuilder();
    ResultSet rows = driver(FakeRows.ofTime(new OwnTime(), type, typeName), tells, asked);
    assertThat(JdbcReader.defaults().read(rows).timestamp(0)).isEqualTo(1000000000000L);
    assertThat(asked.toString()).isEqualTo(typeName.equals("other") ? "" : "OffsetDateTime");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName(
      "asks Oracle's driver for the wall clock of a timestamp, which is a class of its own")
  void timestampOfTheDriver(boolean tells) throws SQLException {
    LocalDateTime time = LocalDateTime.parse("2001-09-09T01:46:40");
    ResultSet own = FakeRows.ofTime(new OwnTime(), Types.TIMESTAMP, "TIMESTAMP(6)");
    ResultSet rows =
        (ResultSet)
            Proxy.newProxyInstance(
                ResultSet.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getTimestamp")) {
                    return Timestamp.valueOf(time);
                  }
                  if (!method.getName().equals("getObject") || arguments.length < 2) {
                    return method.invoke(own, arguments);
                  }
                  if (!tells) {
                    throw new SQLFeatureNotSupportedException("getObject(int, Class)");
                  }
                  return time;
                });
    assertThat(JdbcReader.defaults().read(rows).timestamp(0)).isEqualTo(1000000000000L);
  }

  @Test
  @DisplayName(
      "a time that the driver does not give makes its row malformed, other failures end it")
  void timeThatIsRefused() throws SQLException {
    JdbcReader skipping = JdbcReader.builder().errorPolicy(ErrorPolicy.SKIP).build();
    SQLException zeros = new SQLException("Zero date value prohibited", "S1009");
    for (SQLException refused : List.of(zeros, new SQLDataException("of year 0"))) {
      InteractionLog log =
          skipping.read(FakeRows.failing("getObject", 1, refused, new ArrayList<>()));
      assertThat(log.size()).isEqualTo(1);
      assertThat(log.report().skippedRows()).isEqualTo(1);
    }
    assertThatThrownBy(
            () ->
                JdbcReader.defaults()
                    .read(FakeRows.failing("getObject", 1, zeros, new ArrayList<>())))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("Zero date value prohibited");
    SQLException gone = new SQLException("connection lost", "08006");
    assertThatThrownBy(
            () -> skipping.read(FakeRows.failing("getObject", 1, gone, new ArrayList<>())))
        .isSameAs(gone);
  }

  /** Answers what is asked for by class, or has no such method. */
  private static ResultSet driver(ResultSet rows, boolean tells, StringBuilder asked) {
    return (ResultSet)
        Proxy.newProxyInstance(
            ResultSet.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("getObject") || arguments.length < 2) {
                return method.invoke(rows, arguments);
              }
              asked.append(((Class<?>) arguments[1]).getSimpleName());
              if (!tells) {
                throw new SQLFeatureNotSupportedException("getObject(int, Class)");
              }
              return OffsetDateTime.parse("2001-09-09T03:46:40+02:00");
            });
  }

  private static final class OwnTime {
    @Override
    public String toString() {
      return "2001-09-09 03:46:40.0000000 +02:00";
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {20240131.0, 20240924105804.0, 240131120000.0, 9912312359.0})
  @DisplayName("refuses dates as digits in a column of numbers")
  void compactDates(double time) {
    ResultSet rows = FakeRows.ofTime(time, Types.DOUBLE, "DOUBLE");
    assertThatThrownBy(() -> JdbcReader.defaults().read(rows))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("timeFormat(DateTimeFormatter.ofPattern(");
  }

  @Test
  @DisplayName(
      "takes a java.sql.Date as its midnight in UTC and a number with an exponent as it is")
  void dateAndExponent() throws SQLException {
    ResultSet date = FakeRows.ofTime(Date.valueOf("2001-09-09"), Types.DATE, "date");
    assertThat(JdbcReader.defaults().read(date).timestamp(0)).isEqualTo(999993600000L);
    ResultSet number = FakeRows.ofTime(new BigDecimal("1.7E+9"), Types.NUMERIC, "numeric");
    assertThat(JdbcReader.defaults().read(number).timestamp(0)).isEqualTo(1700000000000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+2147483647", "1E-2147483647", "1.2E+1000000001", "0E+2147483647"})
  @DisplayName("calls a number malformed whose digits no memory holds")
  void largestExponents(String number) {
    ResultSet rows = FakeRows.ofTime(new BigDecimal(number), Types.NUMERIC, "numeric");
    assertThatThrownBy(() -> JdbcReader.defaults().read(rows))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining(number);
  }

  @Test
  @DisplayName("calls a time of day malformed, in whichever class it comes")
  void timeOfDay() {
    ResultSet time = FakeRows.ofTime(Time.valueOf("01:46:40"), Types.TIME, "time");
    assertThatThrownBy(() -> JdbcReader.defaults().read(time))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("JDBC rows:1: timestamp: expected a time with its date");
    assertThatThrownBy(
            () ->
                read(
                    JdbcReader.defaults(),
                    "SELECT 1 AS \"user\", 2 AS item, TIME '01:46:40' AS \"timestamp\""))
        .isInstanceOf(MalformedRowException.class);
    JdbcReader lenient = JdbcReader.builder().errorPolicy(ErrorPolicy.SKIP).build();
    ResultSet again = FakeRows.ofTime(Time.valueOf("01:46:40"), Types.TIME, "time");
    assertThatThrownBy(() -> lenient.read(again))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 rows are malformed");
  }

  @Test
  @DisplayName("refuses a query without rows or without a column")
  void nothing() {
    JdbcReader reader = JdbcReader.builder().columns("u", "i", "t").build();
    assertThatThrownBy(() -> read(reader, "SELECT 1 AS u, 2 AS i, 3 AS t WHERE FALSE"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no interaction");
    assertThatThrownBy(() -> read(reader, "SELECT 1 AS u, 2 AS i"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  @DisplayName(
      "takes ids without the blanks that databases fill a CHAR up with, and others as they are")
  void padded() throws SQLException {
    ResultSet padded = FakeRows.of("u1      ", "1000000000", Types.CHAR, "char");
    assertThat(JdbcReader.defaults().read(padded).users().ids()).containsExactly("u1");
    ResultSet exact = FakeRows.of("u1  ", "1000000000", Types.VARCHAR, "varchar");
    assertThat(JdbcReader.defaults().read(exact).users().ids()).containsExactly("u1  ");
  }
}
