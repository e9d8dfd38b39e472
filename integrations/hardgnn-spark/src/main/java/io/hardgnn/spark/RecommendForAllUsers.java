package io.hardgnn.spark;

import io.hardgnn.spark.scoring.SharedBundles;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The nightly job: what a bundle recommends to each of its users, as Parquet. For
 * {@code spark-submit}, with the arguments {@code BUNDLE OUT N}: folder or URI of the bundle,
 * folder or URI of the result, items of each user.
 */
public final class RecommendForAllUsers {

  private RecommendForAllUsers() {}

  /**
   * Runs the job. A result that is there is replaced when the new one is whole: a job that fails
   * leaves it.
   *
   * @throws IllegalArgumentException if there are not three arguments, the last is no number, or
   *     the bundle lies within the folder of the result
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("the arguments are BUNDLE OUT N");
    }
    int n = Integer.parseInt(args[2]);
    SparkSession session = SparkSession.builder().getOrCreate();
    try {
      SharedBundles.requireOutside(session, args[0], args[1]);
      Path out = new Path(args[1]);
      FileSystem files = out.getFileSystem(session.sparkContext().hadoopConfiguration());
      Path unfinished = out.suffix("-unfinished-" + UUID.randomUUID());
      try {
        HardGnnSparkModel.of(args[0])
            .recommendForAllUsers(n)
            .write()
            .parquet(unfinished.toString());
        files.delete(out, true);
        if (!files.rename(unfinished, out)) {
          throw new IOException("cannot rename " + unfinished + " to " + out);
        }
      } finally {
        files.delete(unfinished, true);
      }
      System.out.println(
          "recommended " + n + " items to " + session.read().parquet(args[1]).count() + " users");
    } finally {
      session.stop();
    }
  }
}
