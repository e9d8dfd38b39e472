package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import java.util.Arrays;

/** How popular items are, as logarithms. */
public final class LogPopularity {

  private LogPopularity() {}

  /**
   * Returns {@code log(1 + n_j) / max_k log(1 + n_k)} of each item, {@code n_j} being its
   * interactions: {@code [items]}, 0 to 1.
   */
  public static float[] shares(ItemSequences sequences) {
    int[] counts = sequences.counts();
    int most = Math.max(1, Arrays.stream(counts).max().orElse(0));
    float[] shares = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      shares[item] = (float) (Math.log1p(counts[item]) / Math.log1p(most));
    }
    return shares;
  }
}
