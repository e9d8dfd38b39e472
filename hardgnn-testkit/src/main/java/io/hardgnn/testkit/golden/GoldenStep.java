package io.hardgnn.testkit.golden;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.Term;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import java.util.List;

/**
 * A training step of a golden case.
 *
 * @param definition the model and the terms of the step
 * @param queries what the step predicts
 */
public record GoldenStep(ModelDefinition definition, GoldenQueries queries) {

  /** Name of a term that is zero and that the files do not have. */
  static final String NOTHING = "nothing";

  /**
   * Returns the steps whose terms together are the case's objective: one, unless the recommendation
   * loss has a target that is no anchor of the contrastive loss.
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
    Objective all = definition.objective();
    List<Term> others =
        all.others().stream()
            .filter(term -> term.loss() instanceof InfoNce == contrastive)
            .toList();
    // Every objective has a main loss, which here must not count twice.
    Loss main = contrastive ? new Nothing() : all.main();
    return definition.objective(new Objective(all.targets(), main, others));
  }

  /** A main loss that is zero. */
  record Nothing() implements Loss {
    @Override
    public String kind() {
      return NOTHING;
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.constant(0);
    }
  }
}
