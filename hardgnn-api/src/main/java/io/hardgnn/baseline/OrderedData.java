package io.hardgnn.baseline;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.UnorderedDataException;

/** A check of baselines that count in the order of time. */
final class OrderedData {

  private OrderedData() {}

  /**
   * Returns the data.
   *
   * @param what counts, for the message
   * @throws UnorderedDataException if it has no order
   */
  static TrainingData require(TrainingData training, String what) {
    if (!training.isOrdered()) {
      throw new UnorderedDataException(
          what
              + ", but the data was read without times and its interactions have no order; compare"
              + " with PopularityRecommender or ItemKnnRecommender.train");
    }
    return training;
  }
}
