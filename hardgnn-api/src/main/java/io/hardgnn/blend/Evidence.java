package io.hardgnn.blend;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.LogPopularity;

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
   * @param sequences of which users: those of training while a model is evaluated, all that are
   *     known when it is exported
   */
  public static Evidence of(Blend blend, ItemSequences sequences) {
    return of(blend, blend.windows().get(0), sequences);
  }

  static Evidence of(Blend blend, TransitionWindow window, ItemSequences sequences) {
    return new Evidence(
        window.count(sequences, blend.neighbours()), LogPopularity.shares(sequences));
  }
}
