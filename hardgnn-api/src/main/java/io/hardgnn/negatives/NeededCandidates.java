package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Candidates that show a sampler no more than it says that it {@linkplain Sampler#needs looks at}:
 * what it does not name is not drawn in every pool, and a step would fail for want of it.
 *
 * @param all the candidates
 * @param sampler what is to choose among them
 */
record NeededCandidates(Candidates all, Sampler sampler) implements Candidates {

  @Override
  public Expr cosines(Ops ops) {
    return all.cosines(ops);
  }

  @Override
  public Expr scores(Ops ops) {
    return all.scores(ops);
  }

  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return all.exclude(ops, similarity);
  }

  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    return all.vectors(ops, columns);
  }

  @Override
  public Expr positiveCosines(Ops ops) {
    require(Sampler.Need.POSITIVE);
    return all.positiveCosines(ops);
  }

  @Override
  public Expr positiveScores(Ops ops) {
    require(Sampler.Need.POSITIVE);
    return all.positiveScores(ops);
  }

  @Override
  public Expr order(Ops ops) {
    require(Sampler.Need.RANDOM_ORDER);
    return all.order(ops);
  }

  private void require(Sampler.Need need) {
    if (!sampler.needs().contains(need)) {
      throw new IllegalStateException(
          "sampler " + sampler.kind() + " uses what its needs() lack: " + need);
    }
  }
}
