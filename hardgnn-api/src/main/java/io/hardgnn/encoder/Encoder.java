package io.hardgnn.encoder;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns interactions into embeddings, in two phases.
 *
 * <p>The first phase looks at the graphs and embeds users and items; its results for all nodes are
 * tables that a trained model stores. The second embeds sequences with the item table of the first;
 * it is what runs when a request arrives. An encoder is written once against {@link Ops} and is
 * trained, exported and tested from the same code. Stateless and thread-safe; parameters live in
 * the {@code Ops}.
 */
public interface Encoder {

  /**
   * Embeds nodes of the graphs.
   *
   * @param ops the algebra
   * @param graphs the training graphs, oldest first
   * @param nodes the users and items that are wanted; {@link NodeEmbeddings#users()} is null unless
   *     the encoder gives {@link io.hardgnn.encoder.Gives#USERS}
   */
  NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes);

  /**
   * Embeds sequences of items. What becomes of one sequence must not depend on the others, nor on
   * how many unused columns stand on its left, because an engine may give some of a batch at a time
   * ({@link Ops#mapRows}, {@link Ops#mapSequences}).
   *
   * @param ops the algebra
   * @param itemTable {@code [items, d]}: {@link NodeEmbeddings#items()}
   * @param sequences the sequences, which index the rows of {@code itemTable}
   */
  SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences);

  /**
   * Embeds whole sequences, without their positions: what serving and evaluation need. Equal to
   * {@link SequenceEmbeddings#instance} of {@link #embedSequences}, with the same parameters
   * declared in the same order; an encoder overrides it where that takes less work.
   *
   * @param ops the algebra
   * @param itemTable as for {@link #embedSequences}
   * @param sequences as for {@link #embedSequences}
   * @return {@code [B, d]}, zero for an empty sequence
   */
  default Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return embedSequences(ops, itemTable, sequences).instance();
  }

  /**
   * Combines what is kept of users with what is read from their histories (paper eq. 9): their sum,
   * unless overridden.
   *
   * @param ops the algebra
   * @param users {@code [n, d]} of the first phase, or null if the encoder gives no users
   * @param instance {@code [n, d]} of the second phase
   * @return {@code [n, d]} users' embeddings, whose similarity to items' embeddings are scores
   */
  default Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    return users == null ? instance : ops.add(users, instance);
  }
}
