package io.hardgnn.sampling;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.function.UnaryOperator;

/**
 * Selects inside a training step the candidates that the current model finds hardest to tell from a positive (paper section
 * 4.1).
 *
 * <p>Implementations say what hardness is; the selection is common to all. Stateless and thread-safe.
 */
public non-sealed interface HardNegativeSampler extends Sampler {

  /**
   * Returns the hardness of every candidate for every anchor.
   *
   * @return {@code [A, C]}, larger is harder
   */
  Expr similarity(Ops ops, Candidates candidates);

  /**
   * Selects the {@code k} hardest candidates of each anchor; of equally hard ones the one in the smaller row first. Carries no
   * gradient.
   *
   * @param exclude sets excluded cells of an {@code [A, C]} matrix to {@link HardNegatives#EXCLUDED}
   * @param k at least 1, at most {@code C}
   */
  default HardNegatives select(Ops ops, Candidates candidates, UnaryOperator<Expr> exclude, int k) {
    Expr similarity = exclude.apply(ops.stopGradient(similarity(ops, candidates)));
    return HardNegatives.hardest(ops, similarity, k);
  }
}
