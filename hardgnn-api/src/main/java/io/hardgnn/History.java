package io.hardgnn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody interacted with, oldest first, and when, as far as that is known. Immutable.
 *
 * <p>An item may be named more than once. A model that was trained without repeats reads it where
 * it is named first, one whose data kept the last of them too.
 *
 * <pre>{@code
 * Instant before = Instant.parse("2026-11-28T19:04:00Z");
 * History clicks = History.of(List.of("item-3", "item-8"), List.of(before, Instant.now()));
 * List<Recommendation> next = recommender.recommendFor(clicks, 10);
 * }</pre>
 *
 * @param items ids of items
 * @param times when each of them was taken, or null if that is not known; only models look at them
 *     that read the {@linkplain io.hardgnn.encoder.TimeGaps times between interactions}. A time
 *     before that of an earlier item counts as the same
 */
public record History(List<String> items, @Nullable List<Instant> times) {

  /**
   * Keeps copies of the lists.
   *
   * @throws IllegalArgumentException if there is not one time for each item
   */
  public History {
    items = ImmutableList.copyOf(requireNonNull(items, "history"));
    times = times == null ? null : ImmutableList.copyOf(times);
    if (times != null && items.size() != times.size()) {
      throw new IllegalArgumentException(
          "one time for each item of a history expected: "
              + items.size()
              + " items, "
              + times.size()
              + " times");
    }
  }

  /** Returns a history whose times are not known. */
  public static History of(List<String> items) {
    return new History(items, null);
  }

  /**
   * Returns a history with its times.
   *
   * @param times when each item was taken
   * @throws IllegalArgumentException if there is not one for each
   */
  public static History of(List<String> items, List<Instant> times) {
    return new History(items, requireNonNull(times, "times"));
  }

  /** Returns the number of items. */
  public int size() {
    return items.size();
  }

  /** Returns the items, and their times, that pass a test, in their order. */
  public History filter(Predicate<String> test) {
    List<Instant> known = times;
    List<String> kept = new ArrayList<>(items.size());
    List<Instant> keptTimes = new ArrayList<>(items.size());
    for (int at = 0; at < items.size(); at++) {
      if (test.test(items.get(at))) {
        kept.add(items.get(at));
        if (known != null) {
          keptTimes.add(known.get(at));
        }
      }
    }
    return new History(kept, known == null ? null : keptTimes);
  }
}
