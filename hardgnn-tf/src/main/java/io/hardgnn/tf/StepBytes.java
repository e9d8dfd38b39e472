package io.hardgnn.tf;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.Term;
import io.hardgnn.step.Targets;

/**
 * The least that the values of a step take: for each query, which is an item to predict, the vector
 * that is scored, that of the item before it if the model reads histories, for each negative of its
 * own the two vectors that are multiplied, and one score for each negative and for what else a loss
 * compares it with. All are there at once. What layers hold between the two comes on top and is the
 * encoder's own.
 */
final class StepBytes {

  private StepBytes() {}

  /**
   * Returns the bytes.
   *
   * @param steps steps of an epoch
   */
  static long of(ModelDefinition definition, TrainingConfig config, Sequences training, int steps) {
    int items = definition.itemCount();
    long queries = queries(definition, config, training, steps);
    int pairs = definition.draws().perQuery();
    long vectors = (definition.readsHistories() ? 2 : 1) + 2L * pairs;
    long numbers = vectors * definition.embeddingDim();
    numbers += pairs + definition.draws().sharedOf(items);
    for (Term term : definition.objective().terms()) {
      numbers += term.loss().scoresPerQuery(queries, items);
    }
    return Float.BYTES * numbers * queries;
  }

  /** Returns the queries of a mean step, or fewer; the largest step has no fewer. */
  private static long queries(
      ModelDefinition definition, TrainingConfig config, Sequences training, int steps) {
    Targets targets = definition.objective().targets();
    long queries = 0;
    for (int user = 0; user < training.userCount(); user++) {
      int next = Math.max(0, training.length(user) - 1);
      if (targets instanceof Targets.EveryInteraction) {
        queries += training.length(user);
      } else if (config.usersPerEpoch() > 0 || targets.onePerSequence()) {
        // Where an epoch takes some sequences only, which are not drawn yet, each counts as one.
        queries += Math.min(next, 1);
      } else if (targets instanceof Targets.EveryPosition every && every.wholeHistory()) {
        queries += next;
      } else {
        queries += Math.min(next, definition.historyLength());
      }
    }
    if (config.usersPerEpoch() > 0) {
      queries = Math.min(queries, config.usersPerEpoch());
    }
    return queries / steps;
  }
}
