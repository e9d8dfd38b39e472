package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/** Candidates that are others, but for what an implementation answers itself. */
interface ForwardingCandidates extends Candidates {

  /** Returns the others. */
  Candidates all();

  @Override
  default Expr cosines(Ops ops) {
    return all().cosines(ops);
  }

  @Override
  default Expr scores(Ops ops) {
    return all().scores(ops);
  }

  @Override
  default Expr exclude(Ops ops, Expr similarity) {
    return all().exclude(ops, similarity);
  }

  @Override
  default Expr vectors(Ops ops, @Nullable Expr columns) {
    return all().vectors(ops, columns);
  }

  @Override
  default Expr positiveCosines(Ops ops) {
    return all().positiveCosines(ops);
  }

  @Override
  default Expr positiveScores(Ops ops) {
    return all().positiveScores(ops);
  }

  @Override
  default Expr order(Ops ops) {
    return all().order(ops);
  }
}
