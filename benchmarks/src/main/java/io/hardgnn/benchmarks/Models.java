package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGnnConfig;
import io.hardgnn.data.TrainingData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.model.Similarity;

/** The settings that are measured. */
final class Models {

  private Models() {}

  /** Returns the definition of a model over data; its item biases start at zero, which no step's time depends on. */
  static ModelDefinition define(HardGnnConfig config, TrainingData data) {
    return ModelDefinition.of(
        config.model(), config.objective(), data.userCount(), new float[data.itemCount()]);
  }

  /**
   * Returns the default preset as the training recipe sets it for a data set: graph and hard negatives on.
   *
   * @throws IllegalArgumentException if the recipe does not name the set
   */
  static HardGNN.Builder recipe(String dataset) {
    return switch (dataset) {
      case "gowalla-nyc" ->
          HardGNN.builder()
              .similarity(Similarity.DOT_WITH_BIAS)
              .batchSize(128)
              .historyLength(50)
              .dropout(0.3)
              .learningRate(1e-3)
              .negatives(512)
              .graphUserSample(0);
      case "amazon-beauty" ->
          HardGNN.builder()
              .batchSize(256)
              .historyLength(50)
              .dropout(0.4)
              .negatives(512)
              .graphUserSample(0);
      case "ml-1m" ->
          HardGNN.builder().batchSize(48).historyLength(100).negatives(256).graphUserSample(600);
      default ->
          throw new IllegalArgumentException(
              "no settings for the set '"
                  + dataset
                  + "'; there are gowalla-nyc, amazon-beauty and ml-1m");
    };
  }

  /** Returns the paper's settings at the sizes that epochs are measured with. */
  static HardGNN.Builder paper() {
    return HardGNN.paper()
        .intervals(5)
        .embeddingDim(64)
        .graphLayers(2)
        .attentionLayers(2)
        .historyLength(50)
        .anchorHistoryLength(50)
        .batchSize(512)
        .usersPerEpoch(10_000);
  }

  /**
   * Returns the self-supervised model at the sizes of the synthetic set: d = 64, L = 2, T = 4, batch 512, sequences of 50, two
   * attention layers, 16 heads and 3 mined negatives.
   *
   * @param negatives negatives and self-supervised pairs of each user
   */
  static HardGNN.Builder synthetic(int negatives) {
    return paper()
        .intervals(4)
        .attentionHeads(16)
        .hardNegatives(3)
        .negatives(negatives)
        .pairsPerUser(negatives)
        .usersPerEpoch(0);
  }
}
