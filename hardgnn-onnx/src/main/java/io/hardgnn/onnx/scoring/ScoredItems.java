package io.hardgnn.onnx.scoring;

import io.hardgnn.evaluation.TopN;
import java.util.BitSet;

/**
 * The best items of one query.
 *
 * @param items item indices, best first
 * @param scores their scores
 */
@SuppressWarnings("ArrayRecordComponent") // a result that is never compared
public record ScoredItems(int[] items, float[] scores) {

  /** Returns the best of all items, whose scores lie one after the other. */
  static ScoredItems best(float[] all, int n, BitSet excluded) {
    int[] items = TopN.select(all, 0, all.length, n, excluded);
    float[] scores = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      scores[rank] = all[items[rank]];
    }
    return new ScoredItems(items, scores);
  }
}
