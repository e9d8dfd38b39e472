package io.hardgnn.onnx.search;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.bundle.IndexTable;
import io.hardgnn.onnx.scoring.WorkspacePool;
import io.hardgnn.transitions.RecencyWeights;

/**
 * What counted transitions say of a history: {@code w log(1 + T_j / (epsilon max_k T_k))} of the few
 * items {@code j} that it leads to, and nothing of all others; the arithmetic of the model of
 * {@link io.hardgnn.onnx.bundle.ScorerModel}. Thread-safe; each concurrent caller holds a number for
 * each item, which is kept for the next one.
 */
public final class TransitionEvidence {

  private final IndexTable items;
  private final EmbeddingTable weights;
  private final int[] lengths;
  private final BlendWeights blend;
  private final RecencyWeights recency;
  private final WorkspacePool<Sums> idle = new WorkspacePool<>(any -> new Sums(), any -> 1);

  /**
   * Takes tables, which are not closed with it.
   *
   * @param items {@code [V, perRow]} what each item leads to
   * @param weights {@code [V, perRow]} how strongly; 0 where a row has fewer
   * @param lengths {@code [V]} of each row, without the zeros at its end; not written to
   * @param blend how much that says
   * @param recency how many of the newest items of a history count, and how much
   */
  public TransitionEvidence(
      IndexTable items,
      EmbeddingTable weights,
      int[] lengths,
      BlendWeights blend,
      RecencyWeights recency) {
    this.items = items;
    this.weights = weights;
    this.lengths = lengths;
    this.blend = blend;
    this.recency = recency;
  }

  /**
   * Returns what a history adds to the scores of some items.
   *
   * @param history oldest first
   * @param wanted items
   */
  public float[] of(int[] history, int[] wanted) {
    Sums sums = idle.borrow(1);
    float[] added = sums.of(history, wanted);
    idle.giveBack(sums); // not after a failure, which leaves something of this history in them
    return added;
  }

  /**
   * Returns what a history adds to the scores of all items, in pieces for blocks of items.
   *
   * @param history oldest first
   * @param block items of a block, a power of two
   */
  Added of(int[] history, int block) {
    if (Integer.bitCount(block) != 1) {
      throw new IllegalArgumentException("blocks of " + block + " items, no power of two");
    }
    Sums sums = idle.borrow(1);
    Added added = sums.of(history, block);
    idle.giveBack(sums); // not after a failure
    return added;
  }

  /** Sums of one caller, all 0 between two histories. Not thread-safe. */
  private final class Sums {

    private final float[] sums = new float[items.rows()];
    private final int[] rowItems = new int[items.dim()];
    private final float[] rowWeights = new float[items.dim()];
    private final int[] touched = new int[Math.min(items.rows(), recency.count() * items.dim())];
    private int count; // of those that are touched
    private double scale; // of the sums: the greatest of them times epsilon
    private float inverse; // of that
    private final double weight = blend.transition();

    Added of(int[] history, int block) {
      sum(history);
      return taken(block);
    }

    float[] of(int[] history, int[] wanted) {
      sum(history);
      float[] added = new float[wanted.length];
      for (int n = 0; n < wanted.length; n++) {
        added[n] = value(sums[wanted[n]]);
      }
      for (int n = 0; n < count; n++) {
        sums[touched[n]] = 0;
      }
      return added;
    }

    private float value(float sum) {
      if (sum == 0) {
        return 0;
      }
      float x = 1 + sum * inverse;
      double logarithm =
          x <= Float.MAX_VALUE ? Logarithm.of(x) : Math.log(1 + sum / scale); // of a tiny epsilon
      return (float) (weight * logarithm);
    }

    private void sum(int[] history) {
      count = 0;
      float strongest = 0;
      int newest = Math.min(recency.count(), history.length);
      for (int age = 0; age < newest; age++) {
        int from = history[history.length - 1 - age];
        items.row(from, rowItems);
        weights.row(from, rowWeights);
        strongest = Math.max(strongest, add(recency.weight(age), lengths[from]));
      }
      scale = blend.epsilon() * strongest;
      inverse = (float) (1 / scale);
    }

    /** Adds the begin of a row, times a factor, and returns the greatest sum that came of it. */
    private float add(float factor, int length) {
      int last = count;
      float strongest = 0;
      for (int n = 0; n < length; n++) {
        float more = factor * rowWeights[n];
        if (more > 0) {
          int to = rowItems[n];
          float before = sums[to];
          if (before == 0) {
            touched[last++] = to;
          }
          float sum = before + more;
          sums[to] = sum;
          strongest = sum > strongest ? sum : strongest;
        }
      }
      count = last;
      return strongest;
    }

    private Added taken(int block) {
      int shift = Integer.numberOfTrailingZeros(block); // a division takes as long as a logarithm
      int[] ends = new int[(sums.length - 1 >> shift) + 1];
      for (int n = 0; n < count; n++) {
        ends[touched[n] >> shift]++;
      }
      int begin = 0;
      for (int part = 0; part < ends.length; part++) {
        begin += ends[part];
        ends[part] = begin - ends[part]; // where it begins, for now
      }
      int[] places = new int[count];
      float[] values = new float[count];
      for (int n = 0; n < count; n++) {
        int item = touched[n];
        int place = ends[item >> shift]++;
        places[place] = item;
        values[place] = value(sums[item]);
        sums[item] = 0;
      }
      return new Added(places, values, ends);
    }
  }

  /**
   * What is added to the scores of some items.
   *
   * @param items of the first block, then of the second, and so on
   * @param values what is added to each
   * @param ends where each block ends
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Added(int[] items, float[] values, int[] ends) {

    /** Adds it to scores of the items of a block, which begin with {@code first}. */
    void to(float[] scores, int block, int first) {
      for (int n = block == 0 ? 0 : ends[block - 1]; n < ends[block]; n++) {
        scores[items[n] - first] += values[n];
      }
    }
  }
}
