package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.ops.HostTensor;

/**
 * The unit vectors of all items that propose hard negatives, kept in a {@link TfGraph} and made anew from the current parameters
 * every few steps.
 *
 * <p>Made anew in the first step of each epoch too, so that a resumed run proposes what an uninterrupted one would have proposed.
 */
final class MiningTable {

  private static final double SMALLEST_NORM = 1e-6;

  private final TfGraph graph;
  private final NodeTables tables;
  private final int itemCount;
  private final int dim;
  private final int refreshSteps;

  MiningTable(TfGraph graph, ModelDefinition definition, NodeTables tables) {
    this.graph = graph;
    this.tables = tables;
    this.itemCount = definition.itemCount();
    this.dim = definition.model().embeddingDim();
    this.refreshSteps = definition.objectiveConfig().miningRefreshSteps();
  }

  /**
   * Makes the table anew if it is due.
   *
   * @param step counted from 0 in the epoch
   */
  void refreshIfDue(int step) {
    if (age(step) == 0) {
      float[] vectors = tables.items();
      for (int row = 0; row < itemCount; row++) {
        normalize(vectors, row * dim, (row + 1) * dim);
      }
      graph.keep(StepInputs.MINING_TABLE, HostTensor.of(vectors, itemCount, dim));
    }
  }

  /** Returns how many updates of the parameters the table has missed in a step, which is counted from 0 in its epoch. */
  int age(int step) {
    return step % refreshSteps;
  }

  private static void normalize(float[] vectors, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += vectors[i] * vectors[i];
    }
    float scale = (float) (1 / Math.max(Math.sqrt(squares), SMALLEST_NORM));
    for (int i = from; i < to; i++) {
      vectors[i] *= scale;
    }
  }
}
