package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.JdbcReader;
import io.hardgnn.data.events.TimeFormat;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads rows of a query whose columns, types and values the bytes say. */
final class JdbcTarget implements FuzzTarget {

  private static final List<String> LABELS =
      List.of("user", "item", "timestamp", "user_id", "ts", "", "rating\n");
  private static final List<Integer> TYPES =
      List.of(
          Types.VARCHAR,
          Types.CHAR,
          Types.BIGINT,
          Types.TIMESTAMP,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.OTHER);
  private static final List<String> TYPE_NAMES =
      List.of("", "timestamptz", "TIMESTAMP WITH TIME ZONE", "_DateTimeOffset_");

  /** What a query gives. */
  private record Rows(
      List<String> labels, int type, @Nullable String typeName, List<@Nullable Object[]> values) {

    ResultSet open() {
      ResultSetMetaData columns =
          proxy(
              ResultSetMetaData.class,
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getColumnCount" -> labels.size();
                    case "getColumnLabel" -> labels.get((int) arguments[0] - 1);
                    case "getColumnType" -> type;
                    case "getColumnTypeName" -> typeName;
                    default -> throw new UnsupportedOperationException(method.toString());
                  });
      AtomicInteger row = new AtomicInteger(-1);
      return proxy(
          ResultSet.class,
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "findColumn" -> 1 + labels.indexOf((String) arguments[0]);
                case "getMetaData" -> columns;
                case "next" -> row.incrementAndGet() < values.size();
                case "getString" -> {
                  Object value = values.get(row.get())[(int) arguments[0] - 1];
                  yield value == null ? null : value.toString();
                }
                case "getObject" -> {
                  if (arguments.length > 1) { // as a driver does that knows no such class
                    throw new UnsupportedOperationException(method.toString());
                  }
                  yield values.get(row.get())[(int) arguments[0] - 1];
                }
                default -> throw new UnsupportedOperationException(method.toString());
              });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    List<String> labels = labels(choices);
    JdbcReader reader = reader(choices, labels);
    int type = choices.of(TYPES);
    String typeName = choices.yes() ? choices.of(TYPE_NAMES) : null;
    List<@Nullable Object[]> values = new ArrayList<>();
    while (choices.hasMore()) {
      @Nullable Object[] row = new Object[labels.size()];
      Arrays.setAll(row, column -> value(choices));
      values.add(row);
    }
    Rows rows = new Rows(labels, type, typeName, values);
    FuzzTarget.attempt(
        () -> {
          InteractionLog log = reader.read(rows.open());
          if (log.size() > values.size()) {
            throw new IllegalStateException("more interactions than rows");
          }
        });
  }

  private static List<String> labels(Choices choices) {
    if (choices.yes()) {
      return List.of("user", "item", "timestamp");
    }
    List<String> labels = new ArrayList<>();
    int count = 1 + choices.below(5);
    for (int column = 0; column < count; column++) {
      labels.add(choices.of(LABELS));
    }
    return labels;
  }

  private static JdbcReader reader(Choices choices, List<String> labels) {
    JdbcReader.Builder builder = JdbcReader.builder();
    if (choices.yes()) {
      String user = choices.of(labels);
      String item = choices.of(labels);
      String time = choices.of(labels);
      try {
        builder.columns(user, item, time);
      } catch (IllegalArgumentException e) {
        if (areDifferent(user, item, time)) {
          throw e;
        } // otherwise it is right, and they are detected
      }
    }
    if (choices.yes()) {
      builder.timeFormat(choices.of(List.of(TimeFormat.values())));
    }
    int rules = choices.below(4);
    builder.errorPolicy((rules & 1) == 1 ? ErrorPolicy.SKIP : ErrorPolicy.FAIL);
    if ((rules & 2) != 0) {
      builder.missingIds("NULL", "");
    }
    return builder.build();
  }

  private static boolean areDifferent(String... names) {
    return Arrays.stream(names)
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .distinct()
            .count()
        == names.length;
  }

  /** What drivers give, and some of what they do not. */
  private static @Nullable Object value(Choices choices) {
    return switch (choices.below(14)) {
      case 0 -> null;
      case 1, 2 -> choices.text();
      case 3 -> choices.any();
      case 4 -> (long) choices.any() << choices.below(32);
      case 5 -> choices.anyDouble();
      case 6 -> (float) choices.anyDouble();
      case 7 -> BigDecimal.valueOf(choices.any(), choices.any());
      case 8 -> new Timestamp((long) choices.any() << choices.below(32));
      case 9 -> new Date((long) choices.any() << choices.below(32));
      case 10 -> new Time(choices.any());
      case 11 ->
          choices.of(
              List.of(
                  LocalDateTime.MIN,
                  LocalDateTime.MAX,
                  OffsetDateTime.MIN,
                  OffsetDateTime.MAX,
                  Instant.MIN,
                  Instant.MAX));
      case 12 -> new byte[choices.below(4)];
      default -> new Object(); // of a class of the driver's own
    };
  }
}
