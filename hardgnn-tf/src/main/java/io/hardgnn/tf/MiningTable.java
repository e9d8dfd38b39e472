package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.negatives.UnitVectors;
import io.hardgnn.step.StepInputs;
import io.hardgnn.tf.graph.TfGraph;

/**
 * The unit vectors of all items that propose hard negatives, kept in a {@link TfGraph} and made
 * anew from the current parameters every few steps.
 *
 * <p>How far embeddings move in a step falls as training goes on, so a table may be the older the
 * more updates there were: it is made anew once it has missed a tenth of them, at the latest after
 * as many steps as the settings say. It is made anew in the first step of each epoch too, so that a
 * resumed run proposes what an uninterrupted one would have proposed.
 */
final class MiningTable {

  /** A table may miss one of this many updates. */
  private static final int UPDATES_PER_MISSED = 10;

  private final TfGraph graph;
  private final NodeTables tables;
  private final int dim;
  private final int refreshSteps;
  private long madeIn; // the step, or 0 before the first table

  MiningTable(TfGraph graph, ModelDefinition definition, NodeTables tables) {
    this.graph = graph;
    this.tables = tables;
    this.dim = definition.embeddingDim();
    this.refreshSteps = definition.draws().tableSteps();
  }

  /**
   * Makes the table anew if it is due.
   *
   * @param step counted from 1 over the whole run
   * @param firstOfEpoch whether it is the first step of its epoch
   */
  void refreshIfDue(long step, boolean firstOfEpoch) {
    boolean due = madeIn == 0 || age(step) >= mostAge(step) || firstOfEpoch && age(step) > 0;
    if (due) {
      graph.keep(StepInputs.MINING_TABLE, UnitVectors.of(tables.items(), dim));
      madeIn = step;
    }
  }

  /**
   * Returns how many updates of the parameters the table has missed in a step, which is counted
   * from 1 over the whole run.
   */
  long age(long step) {
    return step - madeIn;
  }

  /** Returns the age at which a table is made anew. */
  private long mostAge(long step) {
    long updates = step - 1;
    return Math.min(refreshSteps, Math.max(1, updates / UPDATES_PER_MISSED));
  }
}
