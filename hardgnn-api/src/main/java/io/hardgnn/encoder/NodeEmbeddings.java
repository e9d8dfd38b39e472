package io.hardgnn.encoder;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of the wanted nodes, in the order of {@link Nodes}.
 *
 * @param users {@code [wanted users, d]} interval-level user embeddings (paper eq. 5), or null if
 *     the encoder keeps nothing per user
 * @param items {@code [wanted items, d]} item embeddings (paper eq. 5)
 * @param userIntervals users interval by interval
 * @param itemIntervals items interval by interval
 * @param catalogue embeds items beside the wanted ones, INT {@code [n]} to {@code [n, d]}, or every
 *     item for null; indices are those of the dataset. For what a step finds out about only while
 *     it runs
 */
public record NodeEmbeddings(
    @Nullable Expr users,
    Expr items,
    IntervalEmbeddings userIntervals,
    IntervalEmbeddings itemIntervals,
    CatalogueEmbedder catalogue) {

  /**
   * Returns the wanted rows of whole tables, for encoders that embed every node.
   *
   * @param users {@code [users, d]}, or null if nothing is kept per user
   * @param items {@code [items, d]}
   */
  public static NodeEmbeddings rows(Ops ops, @Nullable Expr users, Expr items, Nodes nodes) {
    CatalogueEmbedder catalogue = some -> rows(ops, items, some);
    return new NodeEmbeddings(
        users == null ? null : rows(ops, users, nodes.users()),
        catalogue.embed(nodes.items()),
        IntervalEmbeddings.NONE,
        IntervalEmbeddings.NONE,
        catalogue);
  }

  private static Expr rows(Ops ops, Expr table, @Nullable Expr some) {
    return some == null ? table : ops.gather(table, some);
  }

  /** Embeds items beside the wanted ones, with the propagation of the same step. */
  @FunctionalInterface
  public interface CatalogueEmbedder {

    /**
     * Embeds items.
     *
     * @param items INT {@code [n]} indices of the dataset, or null for every item
     * @return {@code [n, d]}
     */
    Expr embed(@Nullable Expr items);
  }
}
