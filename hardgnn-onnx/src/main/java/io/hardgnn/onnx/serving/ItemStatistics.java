package io.hardgnn.onnx.serving;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.evaluation.TopN;
import io.hardgnn.onnx.scoring.ScoredItems;
import java.util.BitSet;

/**
 * Facts about all items that are computed once: popularity and the norms of the embeddings.
 * Immutable and thread-safe.
 */
public final class ItemStatistics {

  private final float[] popularity;
  private final float[] norms;

  private ItemStatistics(float[] popularity, float[] norms) {
    this.popularity = popularity;
    this.norms = norms;
  }

  /** Returns the statistics of a bundle's items. */
  public static ItemStatistics of(Bundle bundle) {
    int[] counts = bundle.histories.counts();
    float[] popularity = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      popularity[item] = (float) counts[item] / Math.max(1, bundle.histories.size());
    }
    return new ItemStatistics(popularity, bundle.itemNorms);
  }

  /** Returns whether an item is in a history twice. */
  public static boolean repeats(ItemSequences histories) {
    int[] last = new int[histories.itemCount()]; // the user, from 1, who had an item last
    for (int user = 0; user < histories.userCount(); user++) {
      for (int position = histories.start(user); position < histories.end(user); position++) {
        int item = histories.item(position);
        if (last[item] == user + 1) {
          return true;
        }
        last[item] = user + 1;
      }
    }
    return false;
  }

  /** Returns the norm of an item's embedding. */
  float norm(int item) {
    return norms[item];
  }

  /** Returns an item's share of all interactions. */
  float popularity(int item) {
    return popularity[item];
  }

  /** Returns the items of most interactions, scored by their share of all interactions. */
  ScoredItems mostPopular(int n, BitSet excluded) {
    int[] best = TopN.select(popularity, 0, popularity.length, n, excluded);
    float[] scores = new float[best.length];
    for (int rank = 0; rank < best.length; rank++) {
      scores[rank] = popularity[best[rank]];
    }
    return new ScoredItems(best, scores);
  }
}
