package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Negatives that the batch shares as candidates of some of its queries.
 *
 * @param shared the negatives
 * @param units {@code [N, d]} their embeddings of unit length
 * @param exclusion {@code [B, N]} what excludes them when it is added, or null for nothing
 * @param anchors {@code [A, d]} of some queries
 * @param userVectors {@code [A, d]} of the same queries
 * @param sequences INT {@code [A]} the sequence of each of them
 */
record SharedCandidates(
    SharedNegatives shared,
    Expr units,
    @Nullable Expr exclusion,
    Expr anchors,
    Expr userVectors,
    Expr sequences)
    implements Candidates {

  /**
   * What all queries of a step have in common.
   *
   * @param shared the negatives
   * @param units their embeddings of unit length
   * @param exclusion what excludes them, or null for nothing
   */
  record Source(SharedNegatives shared, Expr units, @Nullable Expr exclusion) {
    /** Returns the candidates of some queries: anchors, user vectors and sequences. */
    Candidates candidates(List<Expr> rows) {
      return new SharedCandidates(shared, units, exclusion, rows.get(0), rows.get(1), rows.get(2));
    }
  }

  static Source source(Ops ops, SharedNegatives shared, boolean excludes) {
    @Nullable Expr exclusion = excludes ? shared.exclusion(ops) : null;
    return new Source(shared, ops.l2Normalize(shared.embeddings()), exclusion);
  }

  @Override
  public Expr cosines(Ops ops) {
    return ops.matmulTransposed(
        ops.l2Normalize(ops.stopGradient(anchors)), ops.stopGradient(units));
  }

  @Override
  public Expr scores(Ops ops) {
    return ops.stopGradient(shared.scores(ops, userVectors));
  }

  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return exclusion == null ? similarity : ops.add(similarity, ops.gather(exclusion, sequences));
  }

  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    return columns == null ? units : ops.gather(units, columns);
  }
}
