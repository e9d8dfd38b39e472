package io.hardgnn.negatives;

import io.hardgnn.data.Sequences;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws every item with the same probability.
 *
 * <p>Immutable and thread-safe.
 */
public final class UniformSampler implements CandidateSampler {

  /** Draws of one negative before the items that a user has not are listed. */
  private static final int MOST_DRAWS = 100;

  private final int itemCount;
  private final int[] offsets;
  private final BitSet withoutNegatives = new BitSet();
  private final int[] sortedItems;

  /**
   * Creates a sampler.
   *
   * @param sequences training interactions
   * @throws IllegalArgumentException if there is no item
   */
  public UniformSampler(Sequences sequences) {
    if (sequences.itemCount() == 0) {
      throw new IllegalArgumentException("negatives cannot be drawn from an empty set of items");
    }
    this.itemCount = sequences.itemCount();
    this.offsets = new int[sequences.userCount() + 1];
    this.sortedItems = new int[sequences.size()];
    for (int user = 0; user < sequences.userCount(); user++) {
      int start = sequences.start(user);
      int end = sequences.end(user);
      for (int position = start; position < end; position++) {
        sortedItems[position] = sequences.item(position);
      }
      Arrays.sort(sortedItems, start, end);
      offsets[user + 1] = end;
      if (end - start >= itemCount
          && Arrays.stream(sortedItems, start, end).distinct().count() == itemCount) {
        withoutNegatives.set(user);
      }
    }
  }

  @Override
  public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
    if (!hasNegatives(user)) {
      throw new IllegalStateException(
          "user "
              + user
              + " has interacted with all "
              + itemCount
              + " items, so there is no negative to draw");
    }
    int @Nullable [] rest = null;
    for (int i = from; i < to; i++) {
      int item = random.nextInt(itemCount);
      for (int draw = 1; draw < MOST_DRAWS && isTrainingItem(user, item); draw++) {
        item = random.nextInt(itemCount);
      }
      if (isTrainingItem(user, item)) {
        rest = rest == null ? rest(user) : rest;
        item = rest[random.nextInt(rest.length)];
      }
      into[i] = item;
    }
  }

  /** Returns the items that a user has not, for one who has nearly all. */
  private int[] rest(int user) {
    return IntStream.range(0, itemCount).filter(item -> !isTrainingItem(user, item)).toArray();
  }

  @Override
  public boolean hasNegatives(int user) {
    return !withoutNegatives.get(user);
  }

  @Override
  public int[] drawShared(SplittableRandom random, int count) {
    if (count > itemCount) {
      throw new IllegalArgumentException(
          count + " distinct items asked for, " + itemCount + " exist");
    }
    // Floyd's algorithm (Bentley and Floyd, 1987): distinct without a table of all items.
    int[] drawn = new int[count];
    BitSet taken = new BitSet(itemCount);
    for (int i = 0; i < count; i++) {
      int last = itemCount - count + i;
      int candidate = random.nextInt(last + 1);
      int item = taken.get(candidate) ? last : candidate;
      taken.set(item);
      drawn[i] = item;
    }
    return drawn;
  }

  boolean isTrainingItem(int user, int item) {
    return Arrays.binarySearch(sortedItems, offsets[user], offsets[user + 1], item) >= 0;
  }
}
