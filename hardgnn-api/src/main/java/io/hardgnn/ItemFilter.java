package io.hardgnn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.hardgnn.data.Vocabulary;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
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
 * <p>Each step narrows what the ones before it let through, {@link #includingKnown} apart. Ids that
 * the model does not know are ignored, so lists of the application may be newer than the model. A
 * filter that is used again remembers what its lists say of the model's items: keep it rather than
 * make it for each request. Immutable; thread-safe if its tests are.
 */
public final class ItemFilter {

  private static final ItemFilter UNSEEN =
      new ItemFilter(false, Float.NEGATIVE_INFINITY, null, null, Set.of(), null);

  private final boolean known;
  private final float minimumScore;
  private final @Nullable ItemFilter prepared; // its lists and its tests were applied before these
  private final @Nullable Set<String> only;
  private final Set<String> without;
  private final @Nullable Predicate<String> predicate;
  private final ItemSetMemory lists = new ItemSetMemory(false);
  private final ItemSetMemory all = new ItemSetMemory(true);

  private ItemFilter(
      boolean known,
      float minimumScore,
      @Nullable ItemFilter prepared,
      @Nullable Set<String> only,
      Set<String> without,
      @Nullable Predicate<String> predicate) {
    this.known = known;
    this.minimumScore = minimumScore;
    this.prepared = prepared;
    this.only = only;
    this.without = without;
    this.predicate = predicate;
  }

  // ---- steps

  /** Returns the default: every item except those of the user's history. */
  public static ItemFilter unseen() {
    return UNSEEN;
  }

  /** Returns this filter with the items of the user's history let through. */
  public ItemFilter includingKnown() {
    return new ItemFilter(true, minimumScore, prepared, only, without, predicate);
  }

  /** Returns this filter restricted to the listed items; of two lists an item must be on both. */
  public ItemFilter only(Collection<String> items) {
    Set<String> listed = ids(items);
    return new ItemFilter(
        known,
        minimumScore,
        prepared,
        only == null ? listed : Sets.intersection(only, listed).immutableCopy(),
        without,
        predicate);
  }

  /**
   * Returns this filter without the listed items, in addition to those that it leaves out already.
   */
  public ItemFilter without(Collection<String> items) {
    return new ItemFilter(
        known,
        minimumScore,
        prepared,
        only,
        Sets.union(without, ids(items)).immutableCopy(),
        predicate);
  }

  /**
   * Returns this filter restricted to items whose id passes a test, in addition to earlier tests.
   * It is asked about every item that passes the rest of the filter, for each request, unless
   * {@link #prepared} says otherwise.
   */
  public ItemFilter matching(Predicate<String> test) {
    requireNonNull(test, "test");
    return new ItemFilter(
        known,
        minimumScore,
        prepared,
        only,
        without,
        predicate == null ? test : predicate.and(test));
  }

  /**
   * Returns this filter restricted to items of at least one of some categories, a {@link #matching}
   * test. Two calls ask for both: an item of each is let through.
   *
   * @param wanted the categories
   * @param categoriesOf tells the categories of an item by its id, none or null if it has none
   */
  public ItemFilter inCategories(
      Collection<String> wanted,
      Function<String, ? extends @Nullable Collection<String>> categoriesOf) {
    Set<String> listed = ids(wanted);
    requireNonNull(categoriesOf, "categoriesOf");
    return matching(
        item -> {
          Collection<String> categories = categoriesOf.apply(item);
          return categories != null && categories.stream().anyMatch(listed::contains);
        });
  }

  /**
   * Returns this filter restricted to items of at least a score; of two such scores the greater
   * counts. Scores are the model's, or the cosines of similar items; a list of the most popular
   * items, where nothing is known of somebody, has other scores and is not cut.
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public ItemFilter minimumScore(float least) {
    if (Float.isNaN(least)) {
      throw new IllegalArgumentException("a minimum score must be a number: " + least);
    }
    return new ItemFilter(known, Math.max(minimumScore, least), prepared, only, without, predicate);
  }

  /**
   * Returns this filter with its tests cached: each is run once per item of a model instead of once
   * per request, and again when another model is served. Tests that are added later are not cached.
   */
  public ItemFilter prepared() {
    return predicate == null
        ? this
        : new ItemFilter(known, minimumScore, this, null, Set.of(), null);
  }

  private static Set<String> ids(Collection<String> ids) {
    ImmutableSet.Builder<String> copy = ImmutableSet.builder();
    for (String id : requireNonNull(ids, "ids")) {
      copy.add(requireNonNull(id, "an id in the list"));
    }
    return copy.build();
  }

  // ---- for those who implement a Recommender

  /** Returns the least score that is let through; negative infinity unless it was set. */
  public float minimumScore() {
    return minimumScore;
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
    BitSet excluded = listed(items);
    if (!known) {
      for (int item : history) {
        excluded.set(item);
      }
    }
    test(items, excluded);
    return excluded;
  }

  /** Returns what the lists leave out, and what was prepared before. */
  private BitSet listed(Vocabulary items) {
    if (only == null && without.isEmpty()) {
      return prepared == null ? new BitSet(items.size()) : prepared.all(items);
    }
    return lists.copy(items, () -> list(items));
  }

  private BitSet list(Vocabulary items) {
    BitSet excluded = prepared == null ? new BitSet(items.size()) : prepared.all(items);
    if (only != null) {
      BitSet others = new BitSet(items.size());
      others.set(0, items.size());
      for (String item : only) {
        int index = items.indexOf(item);
        if (index >= 0) {
          others.clear(index);
        }
      }
      excluded.or(others);
    }
    for (String item : without) {
      int index = items.indexOf(item);
      if (index >= 0) {
        excluded.set(index);
      }
    }
    return excluded;
  }

  /** Returns what the lists and the tests leave out, asked once for the items of a model. */
  private BitSet all(Vocabulary items) {
    return all.copy(
        items,
        () -> {
          BitSet excluded = listed(items);
          test(items, excluded);
          return excluded;
        });
  }

  private void test(Vocabulary items, BitSet excluded) {
    if (predicate != null) {
      for (int item = excluded.nextClearBit(0);
          item < items.size();
          item = excluded.nextClearBit(item + 1)) {
        if (!predicate.test(items.id(item))) {
          excluded.set(item);
        }
      }
    }
  }
}
