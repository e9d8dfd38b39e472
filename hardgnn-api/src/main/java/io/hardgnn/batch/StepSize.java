package io.hardgnn.batch;

import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.engine.TrainingConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many sequences a step of a run has: those of the settings, or fewer where data are few. */
final class StepSize {

  private static final Logger LOG = LoggerFactory.getLogger(StepSize.class);

  private StepSize() {}

  /**
   * Returns the settings with the sequences that a step has.
   *
   * @param users there is something to learn from
   * @param pieces of which an epoch draws all, or as many as it is to have
   */
  static TrainingConfig resolved(TrainingConfig config, GraphPlan plan, int users, int pieces) {
    return ofEnoughSteps(leavingMessages(config, plan, users), pieces);
  }

  /**
   * Returns the settings with batches of at most half of the users where one graph holds all
   * edges: those of a batch carry no message, and who is left has to stand for them.
   */
  private static TrainingConfig leavingMessages(TrainingConfig config, GraphPlan plan, int users) {
    int most = Math.max(1, users / 2);
    if (!(plan instanceof GraphPlan.Whole) || config.batchSize() <= most) {
      return config;
    }
    LOG.info(
        "a step has {} sequences in place of {} (training.batchSize): half of the {} users, since"
            + " those of a step send no message through the graph",
        most,
        config.batchSize(),
        users);
    return of(most, config);
  }

  /**
   * Returns the settings with batches so small that an epoch has enough steps: weights are
   * averaged, evaluated and given up by epochs.
   */
  private static TrainingConfig ofEnoughSteps(TrainingConfig config, int pieces) {
    if (config.minSteps() == 0) {
      return config;
    }
    int drawn = EpochPlan.drawn(pieces, config);
    int most = Math.max(TrainingConfig.LEAST_BATCH, drawn / config.minSteps());
    if (config.batchSize() <= most) {
      return config;
    }
    LOG.info(
        "a step has {} sequences in place of {} (training.batchSize), so that an epoch of {}"
            + " sequences has {} steps (training.minSteps is {}; 0 leaves steps as they are)",
        most,
        config.batchSize(),
        drawn,
        (drawn - 1) / most + 1,
        config.minSteps());
    return of(most, config);
  }

  private static TrainingConfig of(int sequences, TrainingConfig config) {
    return config.batchSize(sequences).minSteps(config.minSteps());
  }
}
