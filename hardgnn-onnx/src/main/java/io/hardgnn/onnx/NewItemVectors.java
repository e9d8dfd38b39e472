package io.hardgnn.onnx;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.transitions.NeighbourMeans;
import java.util.Arrays;

/**
 * Vectors and biases of items that a model was not trained with, the former made of those of the
 * items that they occur with, as {@link NeighbourMeans} does. Immutable.
 */
final class NewItemVectors {

  private final NeighbourMeans means;
  private final int known;
  private final int all;

  private NewItemVectors(NeighbourMeans means, int known, int all) {
    this.means = means;
    this.known = known;
    this.all = all;
  }

  /**
   * Counts with whom the new items occur.
   *
   * @param histories of all users, the new events included
   * @param known items of the model; those after them are new
   */
  static NewItemVectors of(ItemSequences histories, int known) {
    NeighbourMeans means =
        NeighbourMeans.of(
            histories, item -> item < known, Runtime.getRuntime().availableProcessors());
    return new NewItemVectors(means, known, histories.itemCount());
  }

  /** Returns how many new items occur with no known one. */
  int without() {
    int count = 0;
    for (int item = known; item < all; item++) {
      count += means.has(item) ? 0 : 1;
    }
    return count;
  }

  /** Returns a table of the known items with rows of the new ones after it. */
  EmbeddingRows appended(EmbeddingRows table) {
    int dim = table.dim();
    float[] made = new float[(all - known) * dim];
    for (int item = known; item < all; item++) {
      System.arraycopy(means.row(item, dim, table::row), 0, made, (item - known) * dim, dim);
    }
    return new EmbeddingRows() {
      @Override
      public int rows() {
        return all;
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

  /**
   * Returns biases of all items: those of known ones as they are, those of new ones on the straight
   * line of least squares through the known ones' biases over {@code log(1 + interactions)}.
   *
   * @param bias {@code [known items]} of the network
   * @param before what the biases were trained with
   * @param now with the new events
   */
  static float[] bias(float[] bias, ItemSequences before, ItemSequences now) {
    int[] then = before.counts();
    int[] counts = now.counts();
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
}
