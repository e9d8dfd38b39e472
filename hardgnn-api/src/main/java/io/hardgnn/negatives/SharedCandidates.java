package io.hardgnn.negatives;

import static java.util.Objects.requireNonNull;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Negatives that the batch shares as candidates of some of its queries.
 *
 * @param source what all queries of the step have in common
 * @param anchors {@code [A, d]} of some queries
 * @param userVectors {@code [A, d]} of the same queries
 * @param sequences INT {@code [A]} the sequence of each of them
 * @param targets INT {@code [A]} their targets, or null if the sampler needs none
 */
record SharedCandidates(
    Source source, Expr anchors, Expr userVectors, Expr sequences, @Nullable Expr targets)
    implements Candidates {

  /**
   * What all queries of a step have in common.
   *
   * @param forward the step
   * @param shared the negatives
   * @param units {@code [N, d]} their embeddings of unit length
   * @param exclusion {@code [B, N]} what excludes them when it is added, or null for nothing
   * @param order {@code [B, N]} random numbers, or null if the sampler needs none
   */
  record Source(
      ForwardPass forward,
      SharedNegatives shared,
      Expr units,
      @Nullable Expr exclusion,
      @Nullable Expr order) {
    /**
     * Returns the candidates of some queries: anchors, user vectors and sequences, then their unit
     * anchors and, where the sampler needs them, targets.
     */
    Candidates candidates(List<Expr> rows) {
      return new SharedCandidates(
          this, rows.get(0), rows.get(1), rows.get(2), rows.size() > 4 ? rows.get(4) : null);
    }
  }

  static Source source(Ops ops, ForwardPass forward, SharedNegatives shared, Sampler sampler) {
    @Nullable Expr exclusion = sampler.perAnchor() ? shared.exclusion(ops) : null;
    @Nullable Expr order =
        sampler.needs().contains(Sampler.Need.RANDOM_ORDER) ? shared.order(ops) : null;
    return new Source(forward, shared, ops.l2Normalize(shared.embeddings()), exclusion, order);
  }

  @Override
  public Expr cosines(Ops ops) {
    return ops.matmulTransposed(
        ops.l2Normalize(ops.stopGradient(anchors)), ops.stopGradient(source.units()));
  }

  @Override
  public Expr scores(Ops ops) {
    return ops.stopGradient(source.shared().scores(ops, userVectors));
  }

  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return source.exclusion() == null
        ? similarity
        : ops.add(similarity, ops.gather(source.exclusion(), sequences));
  }

  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    return columns == null ? source.units() : ops.gather(source.units(), columns);
  }

  @Override
  public Expr positiveCosines(Ops ops) {
    return Positives.cosines(ops, source.forward(), anchors, requireNonNull(targets));
  }

  @Override
  public Expr positiveScores(Ops ops) {
    return Positives.scores(ops, source.forward(), userVectors, requireNonNull(targets));
  }

  @Override
  public Expr order(Ops ops) {
    return ops.gather(requireNonNull(source.order()), sequences);
  }
}
