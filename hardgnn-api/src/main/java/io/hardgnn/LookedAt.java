package io.hardgnn;

import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Contrast;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import java.util.Optional;
import java.util.function.Function;

/**
 * A loss of a step, with the hard negatives that were chosen for it.
 *
 * @param loss scalar
 * @param anchors {@code [Q, d]} of unit length, what the negatives were to be close to
 * @param negatives compares the same choice with any unit vectors {@code [Q, d]}
 */
record LookedAt(Expr loss, Expr anchors, Function<Expr, Contrast> negatives) {

  /** Returns the loss of an objective that chooses negatives. */
  static Optional<Loss> in(Objective objective) {
    return objective
        .find(InfoNce.class)
        .or(() -> objective.find(HardPairs.class))
        .or(() -> objective.find(SampledSoftmax.class).filter(LookedAt::hasHardNegatives))
        .map(Term::loss);
  }

  private static boolean hasHardNegatives(Term term) {
    return term.loss() instanceof SampledSoftmax softmax && softmax.hardNegatives() > 0;
  }

  /**
   * Looks at a loss.
   *
   * @param loss what {@link #in} returns
   */
  static LookedAt at(Loss loss, Ops ops, ForwardPass forward) {
    Expr computed = loss.compute(ops, forward);
    if (loss instanceof InfoNce contrastive) {
      return new LookedAt(
          computed,
          ops.l2Normalize(forward.anchors()),
          vectors ->
              contrastive
                  .pool()
                  .contrast(
                      ops, forward, vectors, contrastive.sampler(), contrastive.hardNegatives()));
    }
    Chosen chosen =
        loss instanceof HardPairs pairs
            ? pairs.chosenItems(ops, forward)
            : ((SampledSoftmax) loss).hardestItems(ops, forward);
    Expr users = ops.l2Normalize(forward.userVectors());
    return new LookedAt(computed, users, vectors -> chosen.contrast(ops, vectors));
  }
}
