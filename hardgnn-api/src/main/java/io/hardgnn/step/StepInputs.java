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

  /**
   * FLOAT scalar: queries of a step, divided by those of a step in the mean, where
   * {@link Targets#weighsSteps}.
   */
  public static final String STEP_WEIGHT = "step.weight";

  /** INT {@code [R]}: the query of each sampled pair. */
  public static final String PAIR_QUERIES = "samples.queries";

  /** INT {@code [R]}: the negative item of each sampled pair. */
  public static final String PAIR_NEGATIVES = "samples.negatives";

  /** INT {@code [Q, C]}: the pairs of each query, of {@code C} negatives. */
  public static final String PAIRS_OF_QUERY = "samples.of_query";

  /** INT {@code [N]}: negative items that all queries share. */
  public static final String SHARED_NEGATIVES = "negatives.shared";

  /** FLOAT {@code [B, N]}: 1 where a shared negative is a training item of the sequence's user. */
  public static final String SHARED_EXCLUDED = "negatives.excluded";

  /**
   * FLOAT {@code [B, N]}: random numbers in {@code [0, 1)}, an order of the shared negatives for
   * each sequence.
   */
  public static final String SHARED_ORDER = "negatives.order";

  /**
   * FLOAT {@code [N]}: logarithms of how many items each shared negative stands for in a softmax.
   */
  public static final String SHARED_LOG_WEIGHTS = "negatives.log_weights";

  /**
   * FLOAT {@code [Q]}: logarithms of how many items the target of a query stands for as a negative
   * of the other queries.
   */
  public static final String TARGET_LOG_WEIGHTS = "targets.log_weights";

  /** FLOAT scalar: the epoch, counted from 0. */
  public static final String EPOCH = "step.epoch";

  /** INT {@code [X]}: rows, sequences of the batch, of the cells that mining must leave out. */
  public static final String MINING_ROWS = "mining.excluded.sequences";

  /** INT {@code [X]}: columns, items, of the cells that mining must leave out. */
  public static final String MINING_ITEMS = "mining.excluded.items";

  /**
   * FLOAT {@code [B, items]}: random numbers in {@code [0, 1)}, an order of all items for each
   * sequence.
   */
  public static final String MINING_ORDER = "mining.order";

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

  /** Declares the epoch, a FLOAT scalar counted from 0. */
  public static Expr epoch(Ops ops) {
    return ops.input(EPOCH, DType.FLOAT, Shape.SCALAR);
  }

  /** Declares the weight of a step, a FLOAT scalar that is 1 in the mean, {@link #STEP_WEIGHT}. */
  public static Expr stepWeight(Ops ops) {
    return ops.input(STEP_WEIGHT, DType.FLOAT, Shape.SCALAR);
  }

  /** Declares how many items each target stands for as a negative, {@link #TARGET_LOG_WEIGHTS}. */
  public static Expr targetLogWeights(Ops ops) {
    return ops.input(TARGET_LOG_WEIGHTS, DType.FLOAT, Shape.of(Dim.named("Q")));
  }

  /** Declares an INT input of one named dimension. */
  public static Expr indices(Ops ops, String name, String dim) {
    return ops.input(name, DType.INT, Shape.of(Dim.named(dim)));
  }
}
