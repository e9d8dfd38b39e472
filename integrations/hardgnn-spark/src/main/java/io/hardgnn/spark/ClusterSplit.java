package io.hardgnn.spark;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import com.google.common.collect.ImmutableSet;
import io.hardgnn.data.prepare.Split;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import scala.Tuple2;

/**
 * Puts each interaction into a part of the split, as {@link Split} says.
 *
 * @param validationFrom first moment of validation; of the splits in time
 * @param testFrom first moment of test
 */
record ClusterSplit(PreparationSettings settings, long validationFrom, long testFrom) {

  static final int TRAINING = 0;
  static final int VALIDATION = 1;
  static final int TEST = 2;

  /** Of users without a training interaction. */
  static final int LEFT_OUT = 3;

  /** A user needs one interaction for training beside the two held out. */
  private static final int SHORTEST_SPLIT = 3;

  static ClusterSplit of(PreparationSettings settings, Dataset<Row> core) {
    if (settings.holdOut() && settings.split() instanceof Split.ByTime split) {
      return new ClusterSplit(
          settings,
          PreparationSettings.millisAtOrAfter(split.validationFrom()),
          PreparationSettings.millisAtOrAfter(split.testFrom()));
    }
    if (settings.holdOut() && settings.split() instanceof Split.LastShare split) {
      Dataset<Row> times = core.select("time");
      long size = times.count();
      long test = Math.round((1 - split.test()) * size);
      long both = Math.round((1 - (split.validation() + split.test())) * size);
      Map<Long, Long> at = at(times, ImmutableSet.of(test, both));
      return new ClusterSplit(
          settings, moment(times, size, both, at), moment(times, size, test, at));
    }
    return new ClusterSplit(settings, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  boolean isInTime() {
    return settings.holdOut() && !(settings.split() instanceof Split.LeaveOneOut);
  }

  /** Returns the times at some places of all times in their order. */
  private static Map<Long, Long> at(Dataset<Row> times, Set<Long> places) {
    Map<Long, Long> found = new HashMap<>();
    for (Tuple2<Row, Long> each :
        times
            .sort("time")
            .javaRDD()
            .zipWithIndex()
            .filter(p -> places.contains(p._2()))
            .collect()) {
      found.put(each._2(), each._1().getLong(0));
    }
    return found;
  }

  /**
   * Returns the moment of a cut near a place that parts nothing of one instant, as the split by
   * shares of one machine finds it.
   */
  private static long moment(Dataset<Row> times, long size, long place, Map<Long, Long> at) {
    if (place == size) {
      return Long.MAX_VALUE;
    }
    long time = requireNonNull(at.get(place));
    long first = times.where(col("time").lt(time)).count();
    long after = times.where(col("time").leq(time)).count();
    if (place - first <= after - place) {
      return time;
    }
    return after < size
        ? times.where(col("time").gt(time)).agg(min("time")).first().getLong(0)
        : Long.MAX_VALUE;
  }

  /**
   * Adds to rows of {@code u, time, row} the place in the user's sequence from 1, whether the time
   * is that of the one before, and the part.
   */
  Dataset<Row> apply(Dataset<Row> core) {
    WindowSpec user = Window.partitionBy("u");
    WindowSpec sequence = user.orderBy("time", "row");
    return core.withColumn("position", row_number().over(sequence))
        .withColumn(
            "tied", coalesce(lag("time", 1).over(sequence).equalTo(col("time")), lit(false)))
        .withColumn("length", count(lit(1)).over(user))
        .withColumn("begin", min("time").over(user))
        .withColumn("part", part());
  }

  /** Whether a row is of a user without a training interaction. */
  Column isWithoutTraining() {
    return isInTime() ? col("begin").geq(validationFrom) : lit(false);
  }

  private Column part() {
    if (!settings.holdOut()) {
      return lit(TRAINING);
    }
    if (!isInTime()) {
      Column fromEnd = col("length").minus(col("position"));
      return when(col("length").lt(SHORTEST_SPLIT).or(fromEnd.gt(1)), lit(TRAINING))
          .when(fromEnd.equalTo(1), lit(VALIDATION))
          .otherwise(lit(TEST));
    }
    Column inTime =
        when(col("time").lt(validationFrom), lit(TRAINING))
            .when(col("time").lt(testFrom), lit(VALIDATION))
            .otherwise(lit(TEST));
    return settings.keepUsersWithoutHistory()
        ? inTime
        : when(isWithoutTraining(), lit(LEFT_OUT)).otherwise(inTime);
  }
}
