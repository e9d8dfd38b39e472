package io.hardgnn.golden;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.WeightedLoss;
import java.util.List;

/**
 * A training step of a golden case.
 *
 * @param definition the model and the terms of the step
 * @param queries what the step predicts
 */
public record GoldenStep(ModelDefinition definition, GoldenQueries queries) {

  /**
   * Returns the steps whose terms together are the case's objective: one, unless the recommendation loss has a target
   * that is no anchor of the contrastive loss.
   */
  public static List<GoldenStep> of(GoldenCase golden) {
    ModelDefinition definition = GoldenModel.definition(golden);
    GoldenQueries anchors = GoldenQueries.anchors(golden);
    if (anchors.coverPairs(golden)) {
      return List.of(new GoldenStep(definition, anchors));
    }
    return List.of(
        new GoldenStep(part(definition, false), GoldenQueries.pairs(golden)),
        new GoldenStep(part(definition, true), anchors));
  }

  private static ModelDefinition part(ModelDefinition definition, boolean contrastive) {
    List<WeightedLoss> losses =
        definition.objective().losses().stream()
            .filter(term -> term.loss() instanceof InfoNce == contrastive)
            .toList();
    return definition.withObjective(new Objective(losses));
  }
}
