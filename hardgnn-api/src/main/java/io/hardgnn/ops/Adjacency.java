package io.hardgnn.ops;

/**
 * A binary sparse matrix {@code [targetCount, sourceCount]} as edge lists in both directions, for
 * {@link Ops#neighbourSum}.
 *
 * <p>{@code targets} and {@code sources} list the edges sorted by target; the reversed pair lists
 * the same edges sorted by source, which is what the gradient walks along. All four have shape
 * {@code [edges]} and type {@link DType#INT}.
 *
 * @param targets target of each edge, non-decreasing
 * @param sources source of each edge
 * @param targetCount number of rows of the matrix
 * @param reversedTargets source of each edge, non-decreasing
 * @param reversedSources target of each edge
 * @param sourceCount number of columns of the matrix
 */
public record Adjacency(
    Expr targets,
    Expr sources,
    Dim targetCount,
    Expr reversedTargets,
    Expr reversedSources,
    Dim sourceCount) {

  /** Returns the transposed matrix. */
  public Adjacency reversed() {
    return new Adjacency(
        reversedTargets, reversedSources, sourceCount, targets, sources, targetCount);
  }
}
