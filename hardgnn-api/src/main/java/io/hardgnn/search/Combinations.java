package io.hardgnn.search;

import com.google.common.math.LongMath;
import io.hardgnn.io.Json;
import io.hardgnn.settings.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The combinations of settings that a strategy tries. */
final class Combinations {

  /** Most combinations of a grid. */
  static final int MOST = 1_000_000;

  /**
   * How often in a row real numbers may be drawn that were drawn before, until there seem to be no
   * others.
   */
  private static final int ATTEMPTS = 1000;

  private Combinations() {}

  static List<Map<String, Object>> of(Map<String, Range> ranges, Strategy strategy) {
    if (strategy instanceof Strategy.Random random) {
      return drawn(ranges, random.trials(), random.seed());
    }
    if (strategy instanceof Strategy.SuccessiveHalving halving) {
      return drawn(ranges, halving.trials(), halving.seed());
    }
    return grid(ranges);
  }

  private static List<Map<String, Object>> grid(Map<String, Range> ranges) {
    if (count(ranges) > MOST) {
      ranges.forEach(Combinations::all); // names a range that is no grid by itself
      throw new IllegalArgumentException(
          "the ranges have more than " + MOST + " combinations; draw some with Strategy.random");
    }
    List<Map<String, Object>> all = List.of(Map.of());
    for (Map.Entry<String, Range> range : ranges.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> some : all) {
        for (Object value : all(range.getKey(), range.getValue())) {
          Map<String, Object> one = new LinkedHashMap<>(some);
          one.put(range.getKey(), plain(value));
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Object> all(String setting, Range range) {
    try {
      return range.all();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  private static List<Map<String, Object>> drawn(Map<String, Range> ranges, int trials, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, Object>> all = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    long there = count(ranges);
    long wanted = Math.min(trials, there);
    boolean counted = there < Long.MAX_VALUE;
    for (int missed = 0; all.size() < wanted && (counted || missed < ATTEMPTS); ) {
      Map<String, Object> one = new LinkedHashMap<>();
      ranges.forEach((name, range) -> one.put(name, plain(range.draw(random))));
      if (known.add(text(one))) {
        all.add(one);
        missed = 0;
      } else {
        missed++;
      }
    }
    return all;
  }

  /**
   * Returns combinations with one as their first, which is among them once.
   *
   * @param most how many the strategy may have
   */
  static List<Map<String, Object>> startingWith(
      Map<String, Object> first, List<Map<String, Object>> others, int most) {
    List<Map<String, Object>> combinations = new ArrayList<>();
    combinations.add(first);
    others.stream().filter(one -> !text(one).equals(text(first))).forEach(combinations::add);
    return combinations.subList(0, Math.min(most, combinations.size()));
  }

  /** Returns how many combinations a strategy may have. */
  static int most(Strategy strategy) {
    if (strategy instanceof Strategy.Random random) {
      return random.trials();
    }
    return strategy instanceof Strategy.SuccessiveHalving halving
        ? halving.trials()
        : Integer.MAX_VALUE;
  }

  /** Returns how many combinations there are, the largest number where that is beyond it. */
  private static long count(Map<String, Range> ranges) {
    return ranges.values().stream().mapToLong(Range::count).reduce(1, LongMath::saturatedMultiply);
  }

  /** Returns what tells a value, or a combination, from others; 1 and 1.0 are the same. */
  static String text(Object value) {
    return Json.line(Map.of("value", comparable(plain(value))));
  }

  private static Object comparable(Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((name, of) -> sorted.put(String.valueOf(name), comparable(of)));
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(Combinations::comparable).toList()
        : value;
  }

  /**
   * Returns a value as JSON has it, the same whenever it is asked for: a part as its kind and
   * settings, a map in the order of its keys.
   */
  static Object plain(Object value) {
    if (value instanceof Part part) {
      return Json.parse(Json.text(part), Map.class, part.kind());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((name, of) -> sorted.put(String.valueOf(name), plain(of)));
      return sorted;
    }
    return value instanceof List<?> list ? list.stream().map(Combinations::plain).toList() : value;
  }
}
