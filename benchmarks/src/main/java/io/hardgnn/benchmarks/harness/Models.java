package io.hardgnn.benchmarks.harness;

import io.hardgnn.HardGNN;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;

/** The settings that are measured. */
public final class Models {

  private Models() {}

  /**
   * Returns the definition of a model over data; its item biases start at zero, which no step's
   * time depends on.
   */
  public static ModelDefinition define(HardGNNConfig config, TrainingData data) {
    return ModelDefinition.of(
        config.encoder(),
        config.scoring(),
        config.objective(),
        data.userCount(),
        new float[data.itemCount()]);
  }

  /** Returns the paper's settings at the sizes that epochs are measured with. */
  public static HardGNN.Builder paper() {
    return HardGNN.builder(Presets.paper()).encoder(paperEncoder());
  }

  /** Returns a model trained for one step: its shape and counts matter, its weights do not. */
  public static HardGNN.Builder oneStep(ResidualGraph encoder, Blend blend) {
    return HardGNN.builder()
        .encoder(encoder)
        .epochs(1)
        .blend(blend)
        .training(
            run ->
                run.usersPerEpoch(64)
                    .batchSize(64)
                    .stopping(stopping -> stopping.validationUsers(64)));
  }

  private static SelfGnn paperEncoder() {
    return SelfGnn.paper().historyLength(50);
  }

  /** How hard negatives of the synthetic set are mined. */
  public enum Mining {
    /** There are none. */
    NONE,
    /** Three of the whole catalogue. */
    EXACT,
    /** Three, of proposals. */
    PROPOSALS
  }

  /**
   * Returns the self-supervised model at the sizes of the synthetic set: d = 64, L = 2, T = 4,
   * batch 512, sequences of 50, two attention layers, 16 heads and 3 mined negatives.
   *
   * @param negatives negatives and self-supervised pairs of each user
   * @param tablePerInterval whether each interval has tables of its own
   * @param mining how hard negatives are mined
   * @param refreshSteps most steps between two tables of proposals
   */
  public static HardGNN.Builder synthetic(
      int negatives, boolean tablePerInterval, Mining mining, int refreshSteps) {
    Pool pool = mining == Mining.PROPOSALS ? new Pool.Proposed(refreshSteps) : new Pool.Catalogue();
    InfoNce mined =
        new InfoNce().hardNegatives(3).chosenBy(new Hardest(Hardest.By.COSINE)).from(pool);
    return HardGNN.builder(
        Presets.paper()
            .encoder(
                paperEncoder()
                    .intervals(4)
                    .propagation(graph -> graph.tablePerInterval(tablePerInterval)))
            .minimising(new BinaryCrossEntropy(negatives))
            .plus(1e-6, new SelfAugmented().pairsPerUser(negatives))
            .plus(mining == Mining.NONE ? 0 : 0.1, mined)
            .trained(run -> run.usersPerEpoch(0)));
  }
}
