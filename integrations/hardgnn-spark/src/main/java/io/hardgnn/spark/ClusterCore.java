package io.hardgnn.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The k-core by rounds: weak users are taken away, then weak items, until a round takes away
 * nothing. The fixed point does not depend on the order. Each round reads what the one before has
 * written, so that plans stay short and a lost executor costs its part of one round.
 */
final class ClusterCore {

  private ClusterCore() {}

  /**
   * Returns the core.
   *
   * @param events {@code u, i} and other columns
   * @param work writes and reads back what a round left
   */
  static Dataset<Row> of(Dataset<Row> events, int minUser, int minItem, WorkFolder work) {
    Dataset<Row> core = events;
    if (minUser <= 1 && minItem <= 1) {
      return core;
    }
    long size = core.count();
    while (size > 0) {
      Dataset<Row> users = core.join(weak(core, "u", minUser), "u", "left_anti");
      Dataset<Row> left = users.join(weak(users, "i", minItem), "i", "left_anti");
      core = work.through("core", left);
      long now = core.count();
      work.keepLast("core");
      if (now == size) {
        return core;
      }
      size = now;
    }
    return core;
  }

  /** The column is not there twice after the join. */
  private static Dataset<Row> weak(Dataset<Row> events, String node, int least) {
    return events
        .groupBy(node)
        .agg(count(lit(1)).as("degree"))
        .where(col("degree").lt(least))
        .select(node);
  }
}
