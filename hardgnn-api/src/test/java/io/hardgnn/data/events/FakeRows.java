package io.hardgnn.data.events;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows as drivers give them that are no part of the tests. */
public final class FakeRows {

  private FakeRows() {}

  /**
   * Returns one row of user {@code u}, item {@code i} and a time, whose column has a type and its
   * name.
   */
  public static ResultSet ofTime(Object time, int type, @Nullable String typeName) {
    return of("u", time, type, typeName);
  }

  /** Returns one row of a user, item {@code i} and a time, whose column has a type and its name. */
  public static ResultSet of(String user, Object time, int type, @Nullable String typeName) {
    List<String> columns = List.of("user", "item", "timestamp");
    ResultSetMetaData types =
        proxy(
            ResultSetMetaData.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getColumnCount" -> columns.size();
                  case "getColumnLabel" -> columns.get((int) arguments[0] - 1);
                  case "getColumnType" -> type;
                  case "getColumnTypeName" -> typeName;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
    AtomicInteger row = new AtomicInteger();
    return proxy(
        ResultSet.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "findColumn" -> 1 + columns.indexOf((String) arguments[0]);
              case "getMetaData" -> types;
              case "next" -> row.incrementAndGet() == 1;
              case "getString" -> (int) arguments[0] == 1 ? user : "i";
              case "getObject" -> time;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  /**
   * Returns a row more than it takes until a method throws.
   *
   * @param method name of a method of {@link ResultSet}
   * @param row the row at which it throws, the first is 1
   * @param calls receives the names of what is called
   */
  public static ResultSet failing(
      String method, int row, SQLException failure, List<String> calls) {
    ResultSet good = of("u", 1_000_000_000L, Types.BIGINT, "BIGINT");
    AtomicInteger now = new AtomicInteger();
    return proxy(
        ResultSet.class,
        (proxy, called, arguments) -> {
          calls.add(called.getName());
          if (called.getName().equals("next")) {
            now.incrementAndGet();
          }
          if (now.get() == row && called.getName().equals(method)) {
            throw failure;
          }
          return called.getName().equals("next")
              ? now.get() <= row + 1
              : called.invoke(good, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
