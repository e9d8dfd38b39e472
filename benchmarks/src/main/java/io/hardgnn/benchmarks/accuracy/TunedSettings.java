package io.hardgnn.benchmarks.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.io.Json;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.search.HyperParameterSearch;
import io.hardgnn.search.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The settings that are looked for when models are compared: of each model those that it has. Its
 * own values lie within the ranges.
 */
public final class TunedSettings {

  private TunedSettings() {}

  /** Returns a search around these settings, without a strategy yet. */
  public static HyperParameterSearch over(HardGNNConfig base) {
    HyperParameterSearch search = HyperParameterSearch.of(base);
    for (Map.Entry<String, Range> setting : ranges(base).entrySet()) {
      search = search.over(setting.getKey(), setting.getValue());
    }
    return search;
  }

  /** Returns the values of each setting that is looked for, by its name. */
  public static Map<String, Range> ranges(HardGNNConfig base) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    ranges.put("training.adam.learningRate", Range.logBetween(3e-4, 1e-2));
    ranges.put("encoder.embeddingDim", with(base.encoder().embeddingDim(), 32, 64, 128));
    JsonNode encoder = Json.tree(base).path("encoder");
    if (encoder.has("dropout")) {
      double own = encoder.path("dropout").asDouble();
      ranges.put("encoder.dropout", with(own, 0.1, 0.2, 0.3, 0.5));
    }
    if (base.objective().find(BatchL2.class).isPresent()) {
      ranges.put("objective.batch_l2.weight", Range.logBetween(1e-6, 1e-2));
    }
    if (base.objective().find(L2Regularization.class).isPresent()) {
      ranges.put("objective.l2.weight", Range.logBetween(1e-4, 1e-1));
    }
    base.objective()
        .find(InfoNce.class)
        .ifPresent(
            term -> {
              int own = ((InfoNce) term.loss()).hardNegatives();
              ranges.put("objective.info_nce.hardNegatives", with(own, 3, 5, 7));
              ranges.put("objective.info_nce.weight", Range.logBetween(3e-3, 3e-1));
            });
    return ranges;
  }

  /** Returns a model's own value and those that all are tried with, each once. */
  @SafeVarargs
  private static <T extends Comparable<T>> Range with(T own, T... others) {
    TreeSet<T> values = new TreeSet<>(List.of(others));
    values.add(own);
    return Range.of(values.toArray());
  }
}
