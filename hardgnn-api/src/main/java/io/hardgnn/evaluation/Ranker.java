package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Ranks one user's target in a row of scores, as an {@link Evaluator} does. Reuses one mark per
 * item, so a row costs no allocation and no clearing. Not thread-safe; one per worker.
 */
public final class Ranker {

  private final HeldOut heldOut;
  private final @Nullable Sequences neverSample;
  private final int items;
  private final ScoreCounter counter = new ScoreCounter();

  /** {@code marks[i] == stamp} if the item was met for the current user and purpose. */
  private final int[] marks;

  private int stamp;

  /** Creates a ranker for full ranking. */
  public Ranker(HeldOut heldOut) {
    this(heldOut, null);
  }

  Ranker(HeldOut heldOut, @Nullable Sequences neverSample) {
    this.heldOut = heldOut;
    this.neverSample = neverSample;
    this.items = heldOut.itemCount();
    this.marks = new int[items];
  }

  int rank(Protocol protocol, int user, float[] scores, int offset) {
    if (protocol instanceof Protocol.Sampled sampled) {
      return sampledRank(sampled, user, scores, offset);
    }
    return fullRank(user, scores, offset);
  }

  /**
   * Returns the rank of a user's target among all items that are not in the history, 1 for the
   * best; ties rank before the target.
   *
   * @param user one who has a target
   * @param scores the score of item {@code i} is {@code scores[offset + i]}
   */
  public int fullRank(int user, float[] scores, int offset) {
    int target = heldOut.target(user);
    float bar = scores[offset + target];
    int before = counter.notBelow(scores, offset, items, bar);
    nextStamp();
    marks[target] = stamp;
    before -= ranksBefore(bar, bar);
    for (int position = heldOut.historyLength(user) - 1; position >= 0; position--) {
      int item = heldOut.historyItem(user, position);
      if (marks[item] != stamp) {
        marks[item] = stamp;
        before -= ranksBefore(scores[offset + item], bar);
      }
    }
    return before + 1;
  }

  private int sampledRank(Protocol.Sampled protocol, int user, float[] scores, int offset) {
    int target = heldOut.target(user);
    float bar = scores[offset + target];
    int eligible = items - markKnown(user, target);
    int wanted = protocol.negatives();
    SplitMix64 random = SplitMix64.of(protocol.seed(), user);
    int before = 0;
    // Drawing until an unmarked item comes up takes at most some four draws a negative under this
    // condition.
    if (eligible >= items / 2 && wanted <= eligible / 2) {
      for (int drawn = 0; drawn < wanted; ) {
        int item = random.nextInt(items);
        if (marks[item] != stamp) {
          marks[item] = stamp;
          before += ranksBefore(scores[offset + item], bar);
          drawn++;
        }
      }
      return before + 1;
    }
    // Selection sampling (Knuth, volume 2, algorithm S): each left item is taken with probability
    // wanted / left.
    int left = eligible;
    for (int item = 0; wanted > 0 && left > 0; item++) {
      if (marks[item] != stamp) {
        if (wanted >= left || random.nextInt(left) < wanted) {
          before += ranksBefore(scores[offset + item], bar);
          wanted--;
        }
        left--;
      }
    }
    return before + 1;
  }

  /**
   * Marks target, history and other interactions of a user and returns the number of distinct items
   * marked.
   */
  private int markKnown(int user, int target) {
    nextStamp();
    marks[target] = stamp;
    int known = 1;
    for (int position = heldOut.historyLength(user) - 1; position >= 0; position--) {
      known += mark(heldOut.historyItem(user, position));
    }
    if (neverSample != null) {
      for (int position = neverSample.start(user); position < neverSample.end(user); position++) {
        known += mark(neverSample.item(position));
      }
    }
    return known;
  }

  private int mark(int item) {
    if (marks[item] == stamp) {
      return 0;
    }
    marks[item] = stamp;
    return 1;
  }

  private void nextStamp() {
    if (++stamp == 0) {
      java.util.Arrays.fill(marks, 0);
      stamp = 1;
    }
  }

  /**
   * Returns 1 if a competitor ranks before the target: unless it is strictly lower; NaN on either
   * side counts too.
   */
  private static int ranksBefore(float score, float bar) {
    return score < bar ? 0 : 1;
  }
}
