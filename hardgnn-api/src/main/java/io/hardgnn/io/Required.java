package io.hardgnn.io;

import io.hardgnn.error.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks for the constructors of records that are read from JSON, which may hold null where a value
 * belongs.
 *
 * <p>Each is a {@link NullPointerException} that says what is null; {@link Json} makes a
 * {@link JsonException} of it.
 */
public final class Required {

  private Required() {}

  /** Returns the value. */
  public static <T> T value(String name, T value) {
    return Objects.requireNonNull(value, () -> name + " is null");
  }

  /** Returns an unmodifiable copy of a list, none of whose elements is null. */
  public static <T> List<T> list(String name, List<T> list) {
    List<T> copy = new ArrayList<>(value(name, list));
    copy.forEach(element -> value("an element of " + name, element));
    return Collections.unmodifiableList(copy);
  }

  /** Returns an unmodifiable copy of a map in its order, none of whose values is null. */
  public static <V> Map<String, V> map(String name, Map<String, V> map) {
    Map<String, V> copy = new LinkedHashMap<>(value(name, map));
    copy.forEach((key, value) -> value(name + "." + Excerpt.of(key), value));
    return Collections.unmodifiableMap(copy);
  }
}
