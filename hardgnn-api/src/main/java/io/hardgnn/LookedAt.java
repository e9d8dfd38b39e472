package io.hardgnn;

import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Contrast;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import java.util.Optional;
import java.util.function.Function;

/**
 * A loss of a step, with the negatives that a sampler chose for it.
 *
 * @param loss scalar
 * @param anchors {@code [Q, d]} of unit length, what the negatives were to be close to
 * @param negatives compares the same choice with any unit vectors {@code [Q, d]}
 */
record LookedAt(Expr loss, Expr anchors, Function<Expr, Contrast> negatives) {

  /** Returns the loss of an objective whose negatives a sampler chooses. */
  static Optional<Loss> in(Objective objective) {
    return objective.find(InfoNce.class).or(() -> objective.find(HardPairs.class)).map(Term::loss);
  }

  /**
   * Looks at a loss.
   *
   * @param loss an {@link InfoNce} or {@link HardPairs}
   */
  static LookedAt at(Loss loss, Ops ops, ForwardPass forward) {
    Expr computed = loss.compute(ops, forward);
    if (loss instanceof HardPairs pairs) {
      Chosen chosen = pairs.chosenItems(ops, forward);
      Expr users = ops.l2Normalize(forward.userVectors());
      return new LookedAt(computed, users, vectors -> chosen.contrast(ops, vectors));
    }
    InfoNce contrastive = (InfoNce) loss;
    return new LookedAt(
        computed,
        ops.l2Normalize(forward.anchors()),
        vectors ->
            contrastive
                .pool()
                .contrast(
                    ops, forward, vectors, contrastive.sampler(), contrastive.hardNegatives()));
  }
}
