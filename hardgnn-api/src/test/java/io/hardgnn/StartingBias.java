package io.hardgnn;

import io.hardgnn.data.Dataset;

/** The biases of items with which a training starts, for tests of other packages. */
public final class StartingBias {

  private StartingBias() {}

  /** Returns the bias of each item. */
  public static float[] of(Dataset dataset) {
    return ModelFitter.centredLogPopularity(dataset.training().sequences());
  }
}
