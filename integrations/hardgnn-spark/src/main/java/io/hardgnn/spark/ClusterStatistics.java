package io.hardgnn.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.SplitStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The statistics of a dataset and of its split, counted where the rows are. */
final class ClusterStatistics {

  private static final SplitStatistics.Part NOTHING = new SplitStatistics.Part(0, 0, 0);

  private ClusterStatistics() {}

  /**
   * Counts interactions.
   *
   * @param kept {@code u, i, time, tied, length, position}, without users who are left out
   * @param items number of all items
   */
  static DatasetStatistics of(Dataset<Row> kept, int items, boolean repeats) {
    Row total =
        kept.agg(count(lit(1)), sum(when(col("tied"), 1L).otherwise(0L)), min("time"), max("time"))
            .first();
    Map<Integer, Long> usersOfLength = new TreeMap<>();
    for (Row row :
        kept.where(col("position").equalTo(1))
            .groupBy("length")
            .agg(count(lit(1)))
            .collectAsList()) {
      usersOfLength.put(Math.toIntExact(row.getLong(0)), row.getLong(1));
    }
    long users = usersOfLength.values().stream().mapToLong(Long::longValue).sum();
    List<Integer> lengths = List.copyOf(usersOfLength.keySet());
    long interactions = total.getLong(0);
    return new DatasetStatistics(
        Math.toIntExact(users),
        items,
        interactions,
        lengths.get(0),
        median(usersOfLength, users),
        lengths.get(lengths.size() - 1),
        repeats ? interactions - kept.select("u", "i").distinct().count() : 0,
        total.getLong(1),
        Instant.ofEpochMilli(total.getLong(2)),
        Instant.ofEpochMilli(total.getLong(3)));
  }

  /** Returns the lower median. */
  private static int median(Map<Integer, Long> usersOfLength, long users) {
    long upToIt = 0;
    for (Map.Entry<Integer, Long> each : usersOfLength.entrySet()) {
      upToIt += each.getValue();
      if (upToIt >= (users + 1) / 2) {
        return each.getKey();
      }
    }
    throw new IllegalStateException("there is no user");
  }

  /**
   * Counts parts.
   *
   * @param kept {@code u, i, time, part}, without users who are left out
   * @param without ids of the users without a training interaction
   */
  static SplitStatistics of(Dataset<Row> kept, String title, List<String> without) {
    Dataset<Row> training = kept.where(col("part").equalTo(ClusterSplit.TRAINING));
    Dataset<Row> test = kept.where(col("part").equalTo(ClusterSplit.TEST));
    Dataset<Row> targets = test.select("u", "i").distinct();
    Dataset<Row> history = kept.where(col("part").lt(ClusterSplit.TEST));
    SplitStatistics.Part[] parts = {NOTHING, NOTHING, NOTHING};
    for (Row row :
        kept.groupBy("part")
            .agg(countDistinct(col("u")), countDistinct(col("i")), count(lit(1)))
            .collectAsList()) {
      parts[row.getInt(0)] =
          new SplitStatistics.Part(
              Math.toIntExact(row.getLong(1)), Math.toIntExact(row.getLong(2)), row.getLong(3));
    }
    return new SplitStatistics(
        title,
        parts[ClusterSplit.TRAINING],
        parts[ClusterSplit.VALIDATION],
        parts[ClusterSplit.TEST],
        targets.join(training.select("i").distinct(), "i", "left_anti").count(),
        targets
            .join(
                history.select("u", "i").distinct(),
                scala.jdk.javaapi.CollectionConverters.asScala(List.of("u", "i")).toSeq(),
                "left_semi")
            .count(),
        without,
        laterTraining(kept));
  }

  /**
   * Returns the share of training interactions later than a test target, as the mean over targets:
   * the pairs of a target and a later training interaction, counted in whole numbers over runs of
   * sorted times, divided once.
   */
  private static double laterTraining(Dataset<Row> kept) {
    Column isTraining = col("part").equalTo(ClusterSplit.TRAINING);
    Column isTest = col("part").equalTo(ClusterSplit.TEST);
    JavaRDD<Row> byTime =
        kept.groupBy("time")
            .agg(
                sum(when(isTraining, 1L).otherwise(0L)).as("trainings"),
                sum(when(isTest, 1L).otherwise(0L)).as("targets"))
            .sort("time")
            .javaRDD();
    // Sums of runs of times in their order: no record, whose fields Kryo cannot write.
    List<long[]> runs =
        byTime
            .mapPartitions(
                rows -> {
                  long trainings = 0;
                  long targets = 0;
                  long pairs = 0;
                  while (rows.hasNext()) {
                    Row row = rows.next();
                    pairs += targets * row.getLong(1); // the same time is not later
                    trainings += row.getLong(1);
                    targets += row.getLong(2);
                  }
                  return List.of(new long[] {trainings, targets, pairs}).iterator();
                })
            .collect();
    double pairs = 0;
    long trainings = 0;
    long targets = 0;
    for (long[] run : runs) {
      pairs += run[2] + (double) targets * run[0];
      trainings += run[0];
      targets += run[1];
    }
    return pairs / trainings / targets; // NaN if there is no target
  }
}
