package io.hardgnn;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.hardgnn.data.Vocabulary;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which items may be recommended: by default all that the user has not interacted with.
 *
 * <pre>{@code
 * Set<String> stock = Set.of("a-1", "a-2", "gift-3");
 * Set<String> recalled = Set.of("a-2");
 * ItemFilter inStock =
 *     ItemFilter.unseen().only(stock).without(recalled).matching(id -> !id.startsWith("gift"));
 * recommender.recommend("user-17", 10, inStock);
 * }</pre>
 *
 * <p>Each step narrows what the ones before it let through. Ids that the model does not know are
 * ignored, so lists of the application may be newer than the model. Immutable; thread-safe if its
 * tests are.
 */
public final class ItemFilter {

  private static final ItemFilter UNSEEN = new ItemFilter(false, null, Set.of(), null);

  private final boolean known;
  private final @Nullable Set<String> only;
  private final Set<String> without;
  private final @Nullable Predicate<String> predicate;

  private ItemFilter(
      boolean known,
      @Nullable Set<String> only,
      Set<String> without,
      @Nullable Predicate<String> predicate) {
    this.known = known;
    this.only = only;
    this.without = without;
    this.predicate = predicate;
  }

  /** Returns the default: every item except those of the user's history. */
  public static ItemFilter unseen() {
    return UNSEEN;
  }

  /** Returns this filter with the items of the user's history let through. */
  public ItemFilter includingKnown() {
    return new ItemFilter(true, only, without, predicate);
  }

  /** Returns this filter restricted to the listed items; of two lists an item must be on both. */
  public ItemFilter only(Collection<String> items) {
    Set<String> listed = ImmutableSet.copyOf(items);
    return new ItemFilter(
        known,
        only == null ? listed : Sets.intersection(only, listed).immutableCopy(),
        without,
        predicate);
  }

  /**
   * Returns this filter without the listed items, in addition to those that it leaves out already.
   */
  public ItemFilter without(Collection<String> items) {
    return new ItemFilter(
        known, only, Sets.union(without, ImmutableSet.copyOf(items)).immutableCopy(), predicate);
  }

  /**
   * Returns this filter restricted to items whose id passes a test, in addition to earlier tests.
   * It is asked about every item that passes the rest of the filter, for each request.
   */
  public ItemFilter matching(Predicate<String> test) {
    return new ItemFilter(known, only, without, predicate == null ? test : predicate.and(test));
  }

  /**
   * Returns the items that must not be recommended to somebody, for those who implement a
   * {@link Recommender}.
   *
   * @param items the items of the model
   * @param history indices of the items that the person has interacted with
   * @return a new set of item indices
   */
  public BitSet excluded(Vocabulary items, int[] history) {
    BitSet excluded = new BitSet(items.size());
    if (only != null) {
      excluded.set(0, items.size());
      only.stream().mapToInt(items::indexOf).filter(item -> item >= 0).forEach(excluded::clear);
    }
    without.stream().mapToInt(items::indexOf).filter(item -> item >= 0).forEach(excluded::set);
    if (!known) {
      for (int item : history) {
        excluded.set(item);
      }
    }
    if (predicate != null) {
      for (int item = excluded.nextClearBit(0);
          item < items.size();
          item = excluded.nextClearBit(item + 1)) {
        if (!predicate.test(items.id(item))) {
          excluded.set(item);
        }
      }
    }
    return excluded;
  }
}
