package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.TopK;

/**
 * The negatives that an in-graph sampler selected, hardest first.
 *
 * @param rows INT {@code [A, K]} rows of the candidates
 * @param similarities {@code [A, K]} what they were ranked by
 * @param present {@code [A, K]} 1 where there is a negative, 0 where an anchor had fewer than
 *     {@code K} candidates and the row means nothing
 */
public record HardNegatives(Expr rows, Expr similarities, Expr present) {

  /** What the similarity of an excluded candidate is set to. */
  public static final double EXCLUDED = -1e30;

  /**
   * Returns what is added to similarities: 0 where there is a candidate, {@link #EXCLUDED} where
   * {@code present} is 0.
   */
  public static Expr exclusion(Ops ops, Expr present) {
    return ops.mul(ops.add(present, -1), -EXCLUDED);
  }

  /**
   * Returns the {@code k} hardest candidates of each anchor; of equally hard ones the one in the
   * smaller column first. Carries no gradient.
   *
   * @param similarity {@code [A, C]}, {@link #EXCLUDED} where a candidate may not be chosen
   * @param k at least 1, at most {@code C}
   */
  public static HardNegatives hardest(Ops ops, Expr similarity, int k) {
    TopK hardest = ops.topK(similarity, k);
    Expr present = ops.toFloat(ops.greater(hardest.values(), ops.constant(EXCLUDED / 2)));
    return new HardNegatives(hardest.indices(), hardest.values(), present);
  }

  /**
   * Returns the {@code k} of these that have the largest values.
   *
   * @param values {@code [A, C]} by the columns that these are of
   * @param k at least 1, at most how many these are
   */
  HardNegatives largest(Ops ops, Expr values, int k) {
    Expr own = ops.add(ops.gatherEach(values, rows), exclusion(ops, present));
    HardNegatives best = hardest(ops, own, k);
    return new HardNegatives(
        ops.gatherEach(rows, best.rows()), best.similarities(), best.present());
  }

  /** Returns the negatives themselves. */
  Chosen of(Ops ops, Candidates candidates) {
    return new Chosen(candidates.vectors(ops, rows), present);
  }

  /** Returns how many these are of each anchor. */
  int count() {
    return rows.shape().dim(-1).size();
  }
}
