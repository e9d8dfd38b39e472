package io.hardgnn.spark;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The nightly job: what a bundle recommends to each of its users, as Parquet. For
 * {@code spark-submit}, with the arguments {@code BUNDLE OUT N}: folder or URI of the bundle,
 * folder or URI of the result, items of each user.
 */
public final class RecommendForAllUsers {

  private RecommendForAllUsers() {}

  /**
   * Runs the job; a result that is there is replaced.
   *
   * @throws IllegalArgumentException if there are not three arguments or the last is no number
   */
  public static void main(String[] args) {
    if (args.length != 3) {
      throw new IllegalArgumentException("the arguments are BUNDLE OUT N");
    }
    int n = Integer.parseInt(args[2]);
    SparkSession session = SparkSession.builder().getOrCreate();
    try {
      HardGnnSparkModel.of(args[0])
          .recommendForAllUsers(n)
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(args[1]);
      System.out.println(
          "recommended " + n + " items to " + session.read().parquet(args[1]).count() + " users");
    } finally {
      session.stop();
    }
  }
}
