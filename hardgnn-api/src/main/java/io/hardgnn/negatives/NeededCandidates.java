package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * Candidates that show a sampler no more than it says that it {@linkplain Sampler#needs looks at}:
 * what it does not name is not drawn in every pool, and a step would fail for want of it.
 *
 * @param all the candidates
 * @param sampler what is to choose among them
 */
record NeededCandidates(Candidates all, Sampler sampler) implements ForwardingCandidates {

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
