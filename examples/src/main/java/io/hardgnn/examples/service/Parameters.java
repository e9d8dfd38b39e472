package io.hardgnn.examples.service;

import com.google.common.base.Splitter;
import io.hardgnn.error.Excerpt;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's query. What is wrong with them is an
 * {@link IllegalArgumentException} whose message names the parameter.
 */
final class Parameters {

  /** The most values of one parameter. */
  private static final int MOST = 1000;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads a query.
   *
   * @param query as it was sent, or null for none
   * @param allowed names that the request has
   */
  static Parameters of(@Nullable String query, Set<String> allowed) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : pairs(query)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!allowed.contains(name)) {
        throw new IllegalArgumentException(
            "there is no parameter '"
                + Excerpt.of(name)
                + "' here; there are "
                + allowed.stream().sorted().toList());
      }
      List<String> all = values.computeIfAbsent(name, any -> new ArrayList<>());
      all.add(decoded(equals < 0 ? "" : pair.substring(equals + 1)));
      if (all.size() > MOST) {
        throw new IllegalArgumentException(name + " may be given " + MOST + " times");
      }
    }
    return new Parameters(values);
  }

  private static List<String> pairs(@Nullable String query) {
    return query == null || query.isEmpty() ? List.of() : Splitter.on('&').splitToList(query);
  }

  /** The server has refused broken escapes before. */
  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Returns whether a parameter was given. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns all values of a parameter in their order. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Returns the one value of a parameter that must be given. */
  String one(String name) {
    List<String> all = all(name);
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          name + " must be given once, not " + all.size() + " times");
    }
    return all.get(0);
  }

  /** Returns a whole number from 1 on. */
  int number(String name, int otherwise, int most) {
    if (!has(name)) {
      return otherwise;
    }
    String text = one(name);
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(
          name + " is '" + Excerpt.of(text) + "'; allowed: 1 to " + most);
    }
    return number;
  }

  /** Returns the moments that a parameter gives, in their order. */
  List<Instant> moments(String name) {
    return all(name).stream().map(text -> moment(name, text)).toList();
  }

  private static Instant moment(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + " is '" + Excerpt.of(text) + "'; allowed: moments such as 2026-11-29T18:30:00Z",
          e);
    }
  }

  /** Refuses a parameter that says nothing beside another one. */
  void none(String name, String beside) {
    if (has(name)) {
      throw new IllegalArgumentException(name + " may not be given with " + beside);
    }
  }

  /** Returns a place in a file, which is 0 if it was not given. */
  long place(String name) {
    String text = has(name) ? one(name) : "0";
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          name + " is '" + Excerpt.of(text) + "'; allowed: whole numbers from 0 on");
    }
    return Long.parseLong(text);
  }

  /** Returns a truth value, which is {@code true} or {@code false}. */
  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    String text = one(name);
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          name + " is '" + Excerpt.of(text) + "'; allowed: true, false");
    }
    return text.equals("true");
  }
}
