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
    SCORE;

    /** Returns how similar each anchor is to its candidates, {@code [A, C]}, without gradient. */
    Expr similarity(Ops ops, Candidates candidates) {
      return ops.stopGradient(this == COSINE ? candidates.cosines(ops) : candidates.scores(ops));
    }

    /** Returns how similar each anchor is to its positive, {@code [A]}, without gradient. */
    Expr positive(Ops ops, Candidates candidates) {
      return ops.stopGradient(
          this == COSINE ? candidates.positiveCosines(ops) : candidates.positiveScores(ops));
    }
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
    return select(ops, candidates, count).of(ops, candidates);
  }

  /** Returns the columns of the hardest candidates, hardest first. Carries no gradient. */
  public HardNegatives select(Ops ops, Candidates candidates, int count) {
    Expr similarity = by.similarity(ops, candidates);
    return HardNegatives.hardest(ops, candidates.exclude(ops, similarity), count);
  }
}
