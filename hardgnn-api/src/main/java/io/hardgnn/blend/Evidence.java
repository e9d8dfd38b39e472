package io.hardgnn.blend;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.transitions.ItemTransitions;

/**
 * What was counted: which item leads to which, and how popular each is.
 *
 * <p>Immutable and thread-safe; the array is shared and must not be changed.
 *
 * @param transitions the strongest transitions of each item
 * @param popularity {@code [items]} {@code log(1 + n_j) / max_k log(1 + n_k)}, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Evidence(ItemTransitions transitions, float[] popularity) {

  /**
   * Counts in the first window of a blend: the one in use where nothing is left to choose.
   *
   * @param blend says how
   * @param sequences of which users: those of training while a model is evaluated, all that are known when it is exported
   */
  public static Evidence of(Blend blend, ItemSequences sequences) {
    return of(blend, blend.windows().get(0), sequences);
  }

  static Evidence of(Blend blend, TransitionWindow window, ItemSequences sequences) {
    return new Evidence(
        window.counter().neighbours(blend.neighbours()).count(sequences), popularity(sequences));
  }

  private static float[] popularity(ItemSequences sequences) {
    int[] counts = new int[sequences.itemCount()];
    int most = 1;
    for (int position = 0; position < sequences.size(); position++) {
      most = Math.max(most, ++counts[sequences.item(position)]);
    }
    float[] popularity = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      popularity[item] = (float) (Math.log1p(counts[item]) / Math.log1p(most));
    }
    return popularity;
  }
}
