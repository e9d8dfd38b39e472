package io.hardgnn.negatives;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The random negatives that were drawn for each query of a step, as candidates of that query. None
 * is a training item of its user; one may have been drawn twice.
 *
 * <p>Their {@link #vectors} are of one number, the score: what a loss of pairs compares; or, to
 * look at what is chosen, the unit vectors of the items. Cosines are those of the user side of the
 * scores, which every encoder has, with items.
 *
 * @param forward the step
 * @param scores {@code [R]} of all pairs, with gradient
 * @param negatives INT {@code [R]} their items, rows of the step's
 * @param pairs INT {@code [Q, C]} the pairs of each query
 * @param ofPairs {@code [R, w]} what stands for each pair in {@link #vectors}
 */
public record PairCandidates(
    ForwardPass forward, Expr scores, Expr negatives, Expr pairs, Expr ofPairs)
    implements Candidates {

  /**
   * Declares the pairs of each query of a step; their scores are their vectors.
   *
   * @param scores {@code [R]} of all pairs, with gradient
   * @param count {@code C}, how many were drawn for each query
   */
  public static PairCandidates of(Ops ops, ForwardPass forward, Expr scores, int count) {
    Dim queries = forward.targets().shape().dim(0);
    return new PairCandidates(
        forward,
        scores,
        StepInputs.indices(ops, StepInputs.PAIR_NEGATIVES, "R"),
        ops.input(StepInputs.PAIRS_OF_QUERY, DType.INT, Shape.of(queries, Dim.of(count))),
        ops.expandDims(scores, 1));
  }

  /** Returns these candidates with the unit vectors of their items, without gradient. */
  public PairCandidates asItems(Ops ops) {
    return new PairCandidates(forward, scores, negatives, pairs, ops.gather(units(ops), negatives));
  }

  private Expr units(Ops ops) {
    return ops.l2Normalize(ops.stopGradient(forward.nodes().items()));
  }

  @Override
  public Expr cosines(Ops ops) {
    Expr users = ops.l2Normalize(ops.stopGradient(forward.userVectors()));
    Expr drawn = ops.gather(units(ops), ops.gather(negatives, pairs));
    return ops.sum(ops.mul(drawn, ops.expandDims(users, 1)), -1);
  }

  @Override
  public Expr scores(Ops ops) {
    return ops.stopGradient(ops.gather(scores, pairs));
  }

  /** Returns the similarity as it is: no training item was drawn. */
  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return similarity;
  }

  /** Returns what stands for chosen candidates, {@code [Q, K, w]}: their scores, with gradient. */
  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    Expr chosen = Objects.requireNonNull(columns, "each query has candidates of its own");
    return ops.gather(ofPairs, ops.gatherEach(pairs, chosen));
  }

  @Override
  public Expr positiveCosines(Ops ops) {
    return Positives.cosines(ops, forward, forward.userVectors(), forward.targets());
  }

  @Override
  public Expr positiveScores(Ops ops) {
    return ops.stopGradient(forward.targetScores(ops));
  }

  /** Returns numbers that fall from column to column: the candidates were drawn in random order. */
  @Override
  public Expr order(Ops ops) {
    int count = pairs.shape().dim(1).size();
    double[] falling = IntStream.range(0, count).mapToDouble(c -> 1 - (c + 1.0) / count).toArray();
    Expr each = ops.mul(ops.toFloat(pairs), 0);
    return ops.add(each, ops.constant(falling, Shape.of(1, count)));
  }
}
