package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * The {@code K} candidates that the current model finds hardest to tell from a positive (paper
 * section 4.1); of equally hard ones the first.
 *
 * @param by what hardness is
 */
public record Hardest(By by) implements Sampler {

  /** What hardness is. */
  public enum By {
    /** The cosine of anchor and candidate (paper eq. 11). */
    COSINE,
    /**
     * The score that the model currently gives, biases included: the mistakes it is about to make.
     */
    SCORE
  }

  /** Creates the default, by score. */
  public Hardest() {
    this(By.SCORE);
  }

  @Override
  public String kind() {
    return "hardest";
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    HardNegatives hardest = select(ops, candidates, count);
    return new Chosen(candidates.vectors(ops, hardest.rows()), hardest.present());
  }

  /** Returns the columns of the hardest candidates, hardest first. Carries no gradient. */
  public HardNegatives select(Ops ops, Candidates candidates, int count) {
    Expr similarity = by == By.COSINE ? candidates.cosines(ops) : candidates.scores(ops);
    return HardNegatives.hardest(ops, candidates.exclude(ops, ops.stopGradient(similarity)), count);
  }
}
