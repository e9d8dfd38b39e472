package io.hardgnn.onnx.scoring;

import java.util.BitSet;
import java.util.List;

/** Finds the items of highest score. Thread-safe. */
public interface ItemSearch {

  /**
   * Somebody to find items for.
   *
   * @param embedding {@code [d]}
   * @param history their items, oldest first, for what transitions say
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Query(float[] embedding, int[] history) {}

  /**
   * What is looked for.
   *
   * @param query for whom
   * @param n most items, at least 1
   * @param excluded items never to return
   * @param biased whether items are scored with their biases, or by the products alone
   */
  record Search(Query query, int n, BitSet excluded, boolean biased) {
    /** Looks for the highest scores, biases and all. */
    public Search(Query query, int n, BitSet excluded) {
      this(query, n, excluded, true);
    }
  }

  /** Turns the score of an item into the one to rank by. */
  interface Rescoring {
    float of(int item, float score);
  }

  /** Ranks by the scores themselves. */
  Rescoring AS_IT_IS = (item, score) -> score;

  /** Returns how many queries are best scored together. */
  int blockSize();

  /**
   * Finds the best items of each search.
   *
   * @param rescoring what to rank by
   */
  ScoredItems[] top(List<Search> searches, Rescoring rescoring);
}
