package io.hardgnn.onnx;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Vectors of items that a model was not trained with, made of those of the items that they occur
 * with: the mean of the known items' vectors, weighed by how strongly the new item and they follow
 * each other in either direction, as {@link TransitionCounter} counts it. The mean is given the
 * length that the vectors have in the mean, with the same weights, since a mean of vectors of
 * different directions is short. Immutable.
 */
final class NewItemVectors {

  /** Strongest neighbours that make a vector. */
  private static final int NEIGHBOURS = 50;

  private final ItemTransitions transitions;
  private final int known;

  private NewItemVectors(ItemTransitions transitions, int known) {
    this.transitions = transitions;
    this.known = known;
  }

  /**
   * Counts with whom the new items occur.
   *
   * @param histories of all users, the new events included
   * @param known items of the model; those after them are new
   */
  static NewItemVectors of(ItemSequences histories, int known) {
    BitSet users = new BitSet(histories.userCount());
    for (int user = 0; user < histories.userCount(); user++) {
      for (int position = histories.start(user); position < histories.end(user); position++) {
        if (histories.item(position) >= known) {
          users.set(user);
        }
      }
    }
    ItemTransitions all =
        TransitionCounter.defaults()
            .backwardWeight(1)
            .count(histories, users::get, Runtime.getRuntime().availableProcessors());
    return new NewItemVectors(all, known);
  }

  /** Returns how many new items occur with no known one. */
  int without() {
    int count = 0;
    for (int item = known; item < transitions.itemCount(); item++) {
      count += transitions.size(item) == 0 || transitions.item(item, 0) >= known ? 1 : 0;
    }
    return count;
  }

  /** Returns a table of the known items with rows of the new ones after it. */
  EmbeddingRows appended(EmbeddingRows table) {
    int dim = table.dim();
    float[] made = new float[(transitions.itemCount() - known) * dim];
    for (int item = known; item < transitions.itemCount(); item++) {
      float[] vector = vector(item, table);
      System.arraycopy(vector, 0, made, (item - known) * dim, dim);
    }
    return new EmbeddingRows() {
      @Override
      public int rows() {
        return transitions.itemCount();
      }

      @Override
      public int dim() {
        return dim;
      }

      @Override
      public void row(int index, float[] target) {
        if (index < known) {
          table.row(index, target);
        } else {
          System.arraycopy(made, (index - known) * dim, target, 0, dim);
        }
      }
    };
  }

  private float[] vector(int item, EmbeddingRows table) {
    double[] sum = new double[table.dim()];
    float[] row = new float[table.dim()];
    double total = 0;
    double norms = 0;
    float least = least(item);
    for (int n = 0; n < transitions.size(item) && transitions.item(item, n) < known; n++) {
      float weight = transitions.weight(item, n);
      if (weight >= least) {
        table.row(transitions.item(item, n), row);
        for (int i = 0; i < row.length; i++) {
          sum[i] += (double) weight * row[i];
        }
        total += weight;
        norms += (double) weight * ItemStatistics.norm(row);
      }
    }
    double length = 0;
    for (double value : sum) {
      length += value * value;
    }
    double scale = length == 0 ? 0 : norms / total / Math.sqrt(length);
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (scale * sum[i]);
    }
    return row;
  }

  /** Returns the weight of the weakest neighbour that is taken. */
  private float least(int item) {
    int size = 0;
    while (size < transitions.size(item) && transitions.item(item, size) < known) {
      size++;
    }
    float[] weights = Arrays.copyOf(transitions.weights(item), size);
    Arrays.sort(weights);
    return size <= NEIGHBOURS ? Float.NEGATIVE_INFINITY : weights[size - NEIGHBOURS];
  }

  /**
   * Returns biases of all items: those of known ones as they are, those of new ones on the straight
   * line of least squares through the known ones' biases over {@code log(1 + interactions)}.
   *
   * @param bias {@code [known items]} of the network
   * @param before what the biases were trained with
   * @param now with the new events
   */
  static float[] bias(float[] bias, ItemSequences before, ItemSequences now) {
    int[] then = counts(before);
    int[] counts = counts(now);
    double meanX = 0;
    double meanY = 0;
    for (int item = 0; item < bias.length; item++) {
      meanX += Math.log1p(then[item]) / bias.length;
      meanY += bias[item] / (double) bias.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int item = 0; item < bias.length; item++) {
      double x = Math.log1p(then[item]) - meanX;
      covariance += x * (bias[item] - meanY);
      variance += x * x;
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    float[] all = Arrays.copyOf(bias, counts.length);
    for (int item = bias.length; item < all.length; item++) {
      all[item] = (float) (meanY + slope * (Math.log1p(counts[item]) - meanX));
    }
    return all;
  }

  private static int[] counts(ItemSequences sequences) {
    int[] counts = new int[sequences.itemCount()];
    for (int position = 0; position < sequences.size(); position++) {
      counts[sequences.item(position)]++;
    }
    return counts;
  }
}
