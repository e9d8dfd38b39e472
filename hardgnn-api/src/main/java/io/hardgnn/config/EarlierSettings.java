package io.hardgnn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.blend.Blend;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.io.Json;

/** Settings that models and bundles of earlier builds hold. */
final class EarlierSettings {

  private EarlierSettings() {}

  /** Adds what was no setting yet when they were stored, as it behaved. */
  static void complete(JsonNode config) {
    Json.putIfAbsent(config, "blend", Blend.off());
    Json.putIfAbsent(config, "training.averagedEpochs", 0);
    Json.putIfAbsent(config, "training.minSteps", 0);
    if (config.at("/encoder/kind").asText().equals("residual_graph")) {
      Json.putIfAbsent(config, "encoder.feedForward", 1);
      Json.putIfAbsent(config, "encoder.positions", PositionEncoding.LEARNED);
      Json.putIfAbsent(config, "encoder.gated", false);
      Json.putIfAbsent(config, "encoder.timeGaps", false);
      ObjectNode encoder = (ObjectNode) config.get("encoder");
      JsonNode users = encoder.remove("userSample"); // of a step, which training alone had
      int standard = new ResidualGraph().edgeSample();
      Json.putIfAbsent(encoder, "edgeSample", users != null && users.asInt() == 0 ? 0 : standard);
    }
    loss(config.at("/objective/main"));
    config.at("/objective/others").forEach(term -> loss(term.path("loss")));
    if (config.at("/objective/targets/kind").asText().equals("every_position")) {
      Json.putIfAbsent(config, "objective.targets.wholeHistory", false);
      Json.putIfAbsent(config, "objective.targets.overlap", 0.0);
      Json.putIfAbsent(config, "objective.targets.equalWeights", false);
    }
    if (config.at("/scoring/kind").asText().equals("cosine")) {
      Json.putIfAbsent(config, "scoring.itemBias", false);
    }
    for (JsonNode sampler : config.findValues("sampler")) {
      if (sampler instanceof ObjectNode one && one.path("kind").asText().equals("random")) {
        one.put("kind", "whole_pool");
      }
    }
  }

  private static void loss(JsonNode loss) {
    switch (loss.path("kind").asText()) {
      case "softmax" -> {
        Json.putIfAbsent(loss, "hardNegatives", 0);
        Json.putIfAbsent(loss, "popularity", 0.0);
        Json.putIfAbsent(loss, "margin", Double.POSITIVE_INFINITY);
        Json.putIfAbsent(loss, "atK", 0);
        Json.putIfAbsent(loss, "atKTemperature", 1.0);
      }
      case "gbce" -> Json.putIfAbsent(loss, "shared", loss.path("negatives").asInt());
      default -> {}
    }
  }
}
