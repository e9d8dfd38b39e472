package io.hardgnn.internal.random;

import java.util.SplittableRandom;

/** Puts numbers in an order that is as likely as every other (Fisher and Yates). */
public final class Shuffle {

  private Shuffle() {}

  /** Shuffles an array in place. */
  public static void of(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }
}
