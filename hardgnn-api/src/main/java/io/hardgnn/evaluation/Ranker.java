package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.internal.random.SplitMix64;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ranks one user's targets in a row of scores, as an {@link Evaluator} does. Reuses one mark per
 * item, so a row costs no allocation and no clearing. Not thread-safe; one per worker.
 */
public final class Ranker {

  /**
   * From so many targets of a user on, one pass that looks each item up among them is quicker than
   * a quick pass for each: with 50,000 items it took as long as some 400 of those.
   */
  private static final int MANY = 400;

  private final HeldOut heldOut;
  private final @Nullable Sequences neverSample;
  private final int items;
  private final ScoreCounter counter = new ScoreCounter();

  /** {@code marks[i] == stamp} if the item was met for the current user and purpose. */
  private final int[] marks;

  private int stamp;
  private float[] bars = new float[1]; // scores of targets
  private float[] others = new float[0]; // scores of negatives, or of what does not compete

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

  /**
   * Returns the ranks of a user's targets among all items that are not in the history, ascending,
   * 1 for the best; ties rank before the targets.
   *
   * @param user one who has a target
   * @param scores the score of item {@code i} is {@code scores[offset + i]}
   */
  public int[] fullRanks(int user, float[] scores, int offset) {
    int[] ranks = new int[heldOut.targetCount(user)];
    rank(Protocol.fullRanking(), user, scores, offset, ranks, 0);
    return ranks;
  }

  /**
   * Writes the ranks of a user's targets, ascending, to {@code into}.
   *
   * @param user one who has a target
   * @param scores the score of item {@code i} is {@code scores[offset + i]}
   * @param at where the first rank goes
   */
  void rank(Protocol protocol, int user, float[] scores, int offset, int[] into, int at) {
    int targets = heldOut.targetCount(user);
    if (protocol instanceof Protocol.Sampled sampled) {
      readBars(user, targets, scores, offset);
      int negatives = drawNegatives(sampled, user, targets, scores, offset);
      for (int n = 0; n < targets; n++) {
        into[at + n] = 1 + n + counter.notBelow(others, 0, negatives, bars[n]);
      }
    } else if (targets == 1) {
      into[at] = fullRank(user, scores, offset);
    } else {
      readBars(user, targets, scores, offset);
      int absent = readAbsent(user, targets, scores, offset);
      if (targets >= MANY) {
        rankMany(targets, absent, scores, offset, into, at);
        return;
      }
      for (int n = 0; n < targets; n++) {
        into[at + n] =
            1
                + n
                + counter.notBelow(scores, offset, items, bars[n])
                - counter.notBelow(others, 0, absent, bars[n]);
      }
    }
  }

  /** Ranks targets by one pass over the items, each of which is looked for among the bars. */
  private void rankMany(int targets, int absent, float[] scores, int offset, int[] into, int at) {
    Arrays.fill(into, at, at + targets, 0);
    for (int item = 0; item < items; item++) {
      count(scores[offset + item], 1, targets, into, at);
    }
    for (int n = 0; n < absent; n++) {
      count(others[n], -1, targets, into, at);
    }
    int before = 0;
    for (int n = 0; n < targets; n++) {
      before += into[at + n];
      into[at + n] = 1 + n + before;
    }
  }

  /** Adds to the first target, of the best first, that a score ranks before, if there is one. */
  private void count(float score, int number, int targets, int[] into, int at) {
    int from = 0;
    int to = targets;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ranksBefore(score, bars[middle]) == 1) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    if (from < targets) {
      into[at + from] += number;
    }
  }

  private int fullRank(int user, float[] scores, int offset) {
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

  /** Reads the targets' scores, best first and NaN last: the order in which targets are ranked. */
  private void readBars(int user, int targets, float[] scores, int offset) {
    if (bars.length < targets) {
      bars = new float[Math.max(targets, 2 * bars.length)];
    }
    int numbers = 0;
    for (int n = 0; n < targets; n++) {
      float score = scores[offset + heldOut.target(user, n)];
      if (!Float.isNaN(score)) {
        bars[numbers++] = -score;
      }
    }
    Arrays.sort(bars, 0, numbers);
    for (int n = 0; n < targets; n++) {
      bars[n] = n < numbers ? -bars[n] : Float.NaN;
    }
  }

  /**
   * Reads the scores of targets and history, each item once, and returns how many they are: what
   * must not count among the items that rank before a target.
   */
  private int readAbsent(int user, int targets, float[] scores, int offset) {
    int length = heldOut.historyLength(user);
    roomForOthers(Math.min(items, targets + length));
    nextStamp();
    int absent = 0;
    for (int n = 0; n < targets; n++) {
      int item = heldOut.target(user, n);
      marks[item] = stamp;
      others[absent++] = scores[offset + item];
    }
    for (int position = 0; position < length; position++) {
      int item = heldOut.historyItem(user, position);
      if (mark(item) == 1) {
        others[absent++] = scores[offset + item];
      }
    }
    return absent;
  }

  /** Draws negatives, reads their scores and returns how many they are. */
  private int drawNegatives(
      Protocol.Sampled protocol, int user, int targets, float[] scores, int offset) {
    int eligible = items - markKnown(user, targets);
    int wanted = Math.min(protocol.negatives(), eligible);
    roomForOthers(wanted);
    SplitMix64 random = SplitMix64.of(protocol.seed(), user);
    int drawn = 0;
    // Drawing until an unmarked item comes up takes at most some four draws a negative under this
    // condition.
    if (eligible >= items / 2 && protocol.negatives() <= eligible / 2) {
      while (drawn < wanted) {
        int item = random.nextInt(items);
        if (mark(item) == 1) {
          others[drawn++] = scores[offset + item];
        }
      }
      return drawn;
    }
    // Selection sampling (Knuth, volume 2, algorithm S): each left item is taken with probability
    // wanted / left.
    int left = eligible;
    for (int item = 0; drawn < wanted; item++) {
      if (marks[item] != stamp) {
        if (wanted - drawn >= left || random.nextInt(left) < wanted - drawn) {
          others[drawn++] = scores[offset + item];
        }
        left--;
      }
    }
    return drawn;
  }

  /**
   * Marks targets, history and other interactions of a user and returns the number of distinct
   * items marked.
   */
  private int markKnown(int user, int targets) {
    nextStamp();
    int known = 0;
    for (int n = 0; n < targets; n++) {
      known += mark(heldOut.target(user, n));
    }
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
      Arrays.fill(marks, 0);
      stamp = 1;
    }
  }

  private void roomForOthers(int count) {
    if (others.length < count) {
      others = new float[Math.max(count, Math.min(items, 2 * others.length))];
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
