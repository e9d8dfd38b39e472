package io.hardgnn.step;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/**
 * Names and shapes of what a training step is fed beside graphs and sequences.
 *
 * <p>Items and users are rows of the step's nodes ({@link io.hardgnn.encoder.Nodes}); without a
 * node list they are indices of the dataset.
 */
public final class StepInputs {

  /** INT {@code [NU]}: the users a step touches, one for each sequence. */
  public static final String NODE_USERS = "nodes.users";

  /** INT {@code [NI]}: the items a step touches. */
  public static final String NODE_ITEMS = "nodes.items";

  /** INT {@code [B]}: row of each sequence's user among the node users. */
  public static final String BATCH_USERS = "batch.users";

  /** INT {@code [Q]}: row of the target item of each query. */
  public static final String TARGETS = "targets.items";

  /** INT {@code [Q]}: row of the sequence each query belongs to. */
  public static final String TARGET_SEQUENCES = "targets.sequences";

  /** INT {@code [Q]}: flat position of each query in {@code [B * M]}. */
  public static final String TARGET_POSITIONS = "targets.positions";

  /** INT {@code [R]}: the query of each sampled pair. */
  public static final String PAIR_QUERIES = "samples.queries";

  /** INT {@code [R]}: the negative item of each sampled pair. */
  public static final String PAIR_NEGATIVES = "samples.negatives";

  /** INT {@code [N]}: negative items that all queries share. */
  public static final String SHARED_NEGATIVES = "negatives.shared";

  /** FLOAT {@code [B, N]}: 1 where a shared negative is a training item of the sequence's user. */
  public static final String SHARED_EXCLUDED = "negatives.excluded";

  /** INT {@code [X]}: rows, sequences of the batch, of the cells that mining must leave out. */
  public static final String MINING_ROWS = "mining.excluded.sequences";

  /** INT {@code [X]}: columns, items, of the cells that mining must leave out. */
  public static final String MINING_ITEMS = "mining.excluded.items";

  /**
   * FLOAT {@code [items, d]}: unit vectors of all items, some steps old, that propose hard
   * negatives.
   */
  public static final String MINING_TABLE = "mining.table";

  private StepInputs() {}

  /** Name of the users of interval pairs, INT {@code [2 n]}. */
  public static String intervalUsers(int interval) {
    return "pairs." + interval + ".users";
  }

  /** Name of the items of interval pairs, INT {@code [2 n]}. */
  public static String intervalItems(int interval) {
    return "pairs." + interval + ".items";
  }

  /** Declares an INT input of one named dimension. */
  public static Expr indices(Ops ops, String name, String dim) {
    return ops.input(name, DType.INT, Shape.of(Dim.named(dim)));
  }
}
