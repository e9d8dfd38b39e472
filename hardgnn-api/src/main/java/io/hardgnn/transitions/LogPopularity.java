package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;

/** How popular items are, as logarithms. */
public final class LogPopularity {

  private LogPopularity() {}

  /**
   * Returns {@code log(1 + n_j) / max_k log(1 + n_k)} of each item, {@code n_j} being its
   * interactions: {@code [items]}, 0 to 1.
   */
  public static float[] shares(ItemSequences sequences) {
    int[] counts = new int[sequences.itemCount()];
    int most = 1;
    for (int position = 0; position < sequences.size(); position++) {
      most = Math.max(most, ++counts[sequences.item(position)]);
    }
    float[] shares = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      shares[item] = (float) (Math.log1p(counts[item]) / Math.log1p(most));
    }
    return shares;
  }
}
