package io.hardgnn.evaluation;

import java.util.Arrays;

/**
 * Counts the scores of a row that are not below a bar, several at a time.
 *
 * <p>A comparison in a loop takes one score a step. Here it is written as arithmetic of floats,
 * which the compiler turns into vector instructions; equal pieces of a row, each moved to the front
 * of an array of its own, are what it needs to see that loads and stores do not overlap. Not
 * thread-safe; one per worker.
 */
final class ScoreCounter {

  private static final int PIECE = 1024;

  /** Up to as many scores are compared one by one sooner than the sums are cleared and added up. */
  private static final int FEW = 256;

  /** Lifts the smallest difference of two floats, 2^-149, far above {@link #NOTHING}. */
  private static final float LIFT = 0x1p100f;

  /** Keeps a difference of zero from being divided by zero, and vanishes beside every other. */
  private static final float NOTHING = 0x1p-80f;

  private final float[] piece = new float[PIECE];
  private final float[] twiceBelow = new float[PIECE];

  /**
   * Returns how many scores are not strictly below a bar; NaN is below nothing and nothing is below
   * NaN.
   *
   * @param scores holds the row, from {@code offset} on
   * @param count number of scores
   */
  int notBelow(float[] scores, int offset, int count, float bar) {
    if (count <= FEW) {
      return oneByOne(scores, offset, count, bar);
    }
    Arrays.fill(twiceBelow, 0);
    for (int from = 0; from < count; from += PIECE) {
      int length = Math.min(PIECE, count - from);
      System.arraycopy(scores, offset + from, piece, 0, length);
      addBelow(length, bar);
    }
    double sum = 0;
    for (float twice : twiceBelow) {
      sum += twice;
    }
    // Otherwise NaN, an infinity or a difference of 2^27 or more is somewhere in the row.
    return Double.isFinite(sum)
        ? count - (int) Math.round(sum / 2)
        : oneByOne(scores, offset, count, bar);
  }

  /**
   * Adds 2 where a score is below the bar and 0 elsewhere: {@code (|x| - x) / |x|} of the lifted
   * difference.
   */
  private void addBelow(int length, float bar) {
    float[] from = piece;
    float[] to = twiceBelow;
    for (int i = 0; i < length; i++) {
      float lifted = (from[i] - bar) * LIFT;
      float size = Math.abs(lifted);
      to[i] += (size - lifted) / (size + NOTHING);
    }
  }

  private static int oneByOne(float[] scores, int offset, int count, float bar) {
    int notBelow = 0;
    for (int place = offset; place < offset + count; place++) {
      notBelow += scores[place] < bar ? 0 : 1;
    }
    return notBelow;
  }
}
