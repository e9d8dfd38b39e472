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
import java.util.function.UnaryOperator;

/**
 * A loss of a step, with the negatives that a sampler chose for it.
 *
 * @param loss scalar
 * @param anchors {@code [Q, d]} of unit length, what the negatives were to be close to
 * @param present {@code [Q, K]} or a scalar: 1 where there is a negative
 * @param cosines of the negatives with any unit vectors {@code [Q, d]}, {@code [Q, K]}
 */
record LookedAt(Expr loss, Expr anchors, Expr present, UnaryOperator<Expr> cosines) {

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
      return new LookedAt(
          computed, users, chosen.present(), with -> chosen.contrast(ops, with).cosines());
    }
    InfoNce contrastive = (InfoNce) loss;
    Expr anchors = ops.l2Normalize(forward.anchors());
    // Another vector in the anchor's place is compared with the same choice.
    return new LookedAt(
        computed,
        anchors,
        contrast(contrastive, ops, forward, anchors).present(),
        with -> contrast(contrastive, ops, forward, with).cosines());
  }

  private static Contrast contrast(InfoNce loss, Ops ops, ForwardPass forward, Expr with) {
    return loss.pool().contrast(ops, forward, with, loss.sampler(), loss.hardNegatives());
  }
}
