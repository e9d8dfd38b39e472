package io.hardgnn.benchmarks.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.io.Json;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.search.HyperParameterSearch;
import io.hardgnn.search.Range;

/** The settings that are looked for when models are compared: of each model those that it has. */
public final class TunedSettings {

  private TunedSettings() {}

  /** Returns a search around these settings, without a strategy yet. */
  public static HyperParameterSearch over(HardGNNConfig base) {
    HyperParameterSearch search =
        HyperParameterSearch.of(base)
            .over("training.adam.learningRate", Range.logBetween(3e-4, 1e-2))
            .over("encoder.embeddingDim", Range.of(32, 64, 128));
    JsonNode encoder = Json.tree(base).path("encoder");
    if (encoder.has("dropout")) {
      search = search.over("encoder.dropout", Range.of(0.1, 0.2, 0.3, 0.5));
    }
    if (base.objective().find(BatchL2.class).isPresent()) {
      search = search.over("objective.batch_l2.weight", Range.logBetween(1e-6, 1e-2));
    }
    if (base.objective().find(L2Regularization.class).isPresent()) {
      search = search.over("objective.l2.weight", Range.logBetween(1e-4, 1e-1));
    }
    if (base.objective().find(InfoNce.class).isPresent()) {
      search =
          search
              .over("objective.info_nce.hardNegatives", Range.of(3, 5, 7))
              .over("objective.info_nce.weight", Range.logBetween(3e-3, 3e-1));
    }
    return search;
  }
}
