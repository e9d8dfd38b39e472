package io.hardgnn.search;

import io.hardgnn.io.Json;
import io.hardgnn.settings.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The combinations of settings that a strategy tries. */
final class Combinations {

  /** How often a combination is drawn again that was drawn before. */
  private static final int ATTEMPTS = 100;

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
    List<Map<String, Object>> all = List.of(Map.of());
    for (Map.Entry<String, Range> range : ranges.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> some : all) {
        for (Object value : range.getValue().all()) {
          Map<String, Object> one = new LinkedHashMap<>(some);
          one.put(range.getKey(), plain(value));
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Map<String, Object>> drawn(Map<String, Range> ranges, int trials, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, Object>> all = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (int missed = 0; all.size() < trials && missed < ATTEMPTS; ) {
      Map<String, Object> one = new LinkedHashMap<>();
      ranges.forEach((name, range) -> one.put(name, plain(range.draw(random))));
      if (known.add(Json.line(one))) {
        all.add(one);
        missed = 0;
      } else {
        missed++;
      }
    }
    return all;
  }

  /** Returns a value as JSON has it: a part as its kind and settings. */
  static Object plain(Object value) {
    return value instanceof Part part ? Json.parse(Json.text(part), Map.class, part.kind()) : value;
  }
}
