package io.hardgnn.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.hardgnn.spark.counting.ItemPairs;
import io.hardgnn.spark.counting.ItemWindows;
import io.hardgnn.spark.counting.SimilarItems;
import io.hardgnn.spark.counting.TransitionTask;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * What is counted of the training interactions on the cluster: transitions between items, what
 * occurs together, popularity. The numbers of items are those of {@link PreparedEvents#dataset}.
 *
 * <p>Everything is bit for bit what one machine counts. Sums of transitions depend on the order of
 * their terms, so all occurrences of an item go to one task, which adds in the order of users and
 * positions as one machine does: a very popular item makes one task long. Numbers of occurrences
 * are whole, so their order does not matter.
 *
 * <p>Immutable and thread-safe.
 */
public final class ClusterCounts {

  private static final StructType WINDOWS =
      new StructType()
          .add("item", DataTypes.IntegerType, false)
          .add("user", DataTypes.IntegerType, false)
          .add("place", DataTypes.IntegerType, false)
          .add("after", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("before", DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  private static final StructType NEIGHBOURS =
      new StructType()
          .add("itemIndex", DataTypes.IntegerType, false)
          .add(
              "neighbours",
              DataTypes.createArrayType(
                  new StructType()
                      .add("itemIndex", DataTypes.IntegerType, false)
                      .add("weight", DataTypes.FloatType, false),
                  false),
              false);

  private static final StructType PAIRS =
      new StructType()
          .add("a", DataTypes.IntegerType, false)
          .add("b", DataTypes.IntegerType, false);

  private final SparkSession session;
  private final Dataset<Row> training;
  private final int items;
  private final int longest;

  private ClusterCounts(PreparedEvents prepared) {
    this.training = prepared.events().where(col("part").equalTo(ClusterSplit.TRAINING));
    this.session = training.sparkSession();
    this.items = prepared.itemCount();
    this.longest = prepared.report().statistics().longestSequence();
  }

  /** Returns the counts of the training part of what was prepared. */
  public static ClusterCounts of(PreparedEvents prepared) {
    return new ClusterCounts(prepared);
  }

  /**
   * Counts transitions, as {@link TransitionCounter#count} does. An occurrence of an item travels
   * once, with the items around it; a task holds one number for each item.
   *
   * @param settings what counts
   * @return {@code itemIndex, neighbours: array<struct<itemIndex, weight>>}, neighbours ascending;
   *     no row for items without any
   */
  public Dataset<Row> transitions(TransitionCounter settings) {
    double[] forward = settings.forwardWeights(longest);
    Dataset<Row> windows =
        training
            .repartition(col("userIndex"))
            .sortWithinPartitions("userIndex", "position")
            .select("userIndex", "itemIndex")
            .mapPartitions(new ItemWindows(forward.length), Encoders.row(WINDOWS));
    // One RDD for both passes: the second finds what the first has shuffled.
    JavaRDD<Row> byItem =
        windows.repartition(col("item")).sortWithinPartitions("item", "user", "place").javaRDD();
    TransitionTask task =
        new TransitionTask(settings, longest, items, factors(settings, forward, byItem));
    return session.createDataFrame(byItem.mapPartitions(task::rows), NEIGHBOURS);
  }

  /** Returns the factors of rows and of columns, each {@code [items]}. */
  private Broadcast<double[][]> factors(
      TransitionCounter settings, double[] forward, JavaRDD<Row> byItem) {
    double[] after = new double[items];
    double[] before = new double[items];
    boolean repeats = settings.repeats();
    for (Row row :
        byItem.mapPartitions(rows -> TransitionTask.sums(rows, forward, repeats)).collect()) {
      after[row.getInt(0)] = row.getDouble(1);
      before[row.getInt(0)] = row.getDouble(2);
    }
    double[][] factors = new double[2][items];
    for (int item = 0; item < items; item++) {
      factors[0][item] = settings.rowFactor(after[item], before[item]);
      factors[1][item] = settings.columnFactor(after[item], before[item]);
    }
    return JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(factors);
  }

  /**
   * Counts transitions and brings them to this machine, whose memory they must fit. They come
   * partition by partition from the executors' disks, so that Spark's rows of one alone are here at
   * a time, and only those of one must stay below {@code spark.driver.maxResultSize}.
   *
   * @param settings what counts
   */
  public ItemTransitions collectTransitions(TransitionCounter settings) {
    int[][] to = new int[items][0];
    float[][] weights = new float[items][0];
    Dataset<Row> counted = transitions(settings).persist(StorageLevel.DISK_ONLY());
    try {
      counted.count(); // all partitions side by side: the iterator asks for one after the other
      for (Iterator<Row> rows = counted.toLocalIterator(); rows.hasNext(); ) {
        Row row = rows.next();
        List<Row> neighbours = row.getList(1);
        to[row.getInt(0)] = neighbours.stream().mapToInt(each -> each.getInt(0)).toArray();
        float[] values = new float[neighbours.size()];
        for (int n = 0; n < values.length; n++) {
          values[n] = neighbours.get(n).getFloat(1);
        }
        weights[row.getInt(0)] = values;
      }
    } finally {
      counted.unpersist();
    }
    return ItemTransitions.of(to, weights);
  }

  /**
   * Finds the items that have most users in common, as
   * {@link io.hardgnn.baseline.ItemKnnRecommender} does:
   * {@code |A ∩ B| / (sqrt(|A| |B|) + shrinkage)}. The pairs of a user's items are what is
   * shuffled, so time is the sum over users of the squared number of their items.
   *
   * @param neighbours most neighbours of an item, at least 1
   * @param shrinkage what is added to the denominator, at least 0
   * @return {@code itemIndex, neighbours: array<struct<itemIndex, weight>>}, most similar first, of
   *     equal ones the smaller number; no row for items without any
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public Dataset<Row> cooccurrences(int neighbours, double shrinkage) {
    if (neighbours < 1 || !(shrinkage >= 0 && shrinkage < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "neighbours must be at least 1 and shrinkage at least 0, got "
              + neighbours
              + " and "
              + shrinkage);
    }
    Dataset<Row> pairs = training.select("userIndex", "itemIndex").distinct();
    int[] degrees = new int[items];
    for (Row row : pairs.groupBy("itemIndex").agg(count(lit(1))).collectAsList()) {
      degrees[row.getInt(0)] = Math.toIntExact(row.getLong(1));
    }
    Broadcast<int[]> shared =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(degrees);
    return pairs
        .repartition(col("userIndex"))
        .sortWithinPartitions("userIndex")
        .mapPartitions(new ItemPairs(), Encoders.row(PAIRS))
        .groupBy("a", "b")
        .agg(count(lit(1)))
        .repartition(col("a"))
        .sortWithinPartitions("a", "b")
        .mapPartitions(new SimilarItems(neighbours, shrinkage, shared), Encoders.row(NEIGHBOURS));
  }

  /**
   * Counts each item's training interactions.
   *
   * @return {@code itemIndex, interactions}; no row for items without any
   */
  public Dataset<Row> popularity() {
    return training.groupBy("itemIndex").agg(count(lit(1)).as("interactions"));
  }
}
