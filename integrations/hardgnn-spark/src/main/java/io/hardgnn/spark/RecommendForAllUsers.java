package io.hardgnn.spark;

import com.google.common.primitives.Ints;
import io.hardgnn.error.Excerpt;
import io.hardgnn.spark.scoring.SharedBundles;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nightly job: what a bundle recommends to each of its users, as Parquet. For
 * {@code spark-submit}, with the arguments {@code BUNDLE OUT N}: folder or URI of the bundle,
 * folder or URI of the result, items of each user.
 */
public final class RecommendForAllUsers {

  private static final Logger LOG = LoggerFactory.getLogger(RecommendForAllUsers.class);

  private RecommendForAllUsers() {}

  /**
   * Runs the job. A result that is there is replaced when the new one is whole: a job that fails
   * leaves it, or says where it is.
   *
   * @throws IllegalArgumentException if there are not three arguments, the last is no number from 1
   *     on, or the bundle lies within the folder of the result
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("the arguments are BUNDLE OUT N");
    }
    int n = count(args[2]);
    SparkSession session = SparkSession.builder().getOrCreate();
    try {
      SharedBundles.requireOutside(session, args[0], args[1]);
      Path out = new Path(args[1]);
      FileSystem files = out.getFileSystem(session.sparkContext().hadoopConfiguration());
      Path unfinished = out.suffix("-unfinished-" + UUID.randomUUID());
      try {
        HardGNNSparkModel.of(args[0])
            .recommendForAllUsers(n)
            .write()
            .parquet(unfinished.toString());
        replace(files, unfinished, out);
      } finally {
        files.delete(unfinished, true);
      }
      System.out.println(
          "recommended " + n + " items to " + session.read().parquet(args[1]).count() + " users");
    } finally {
      session.stop();
    }
  }

  private static int count(String n) {
    @Nullable Integer count = Ints.tryParse(n);
    if (count == null || count < 1) {
      throw new IllegalArgumentException(
          "N, the items of each user, must be a whole number from 1, got '" + Excerpt.of(n) + "'");
    }
    return count;
  }

  /**
   * Puts a new result in the place of the old one, which is back in its place if that fails: it is
   * moved aside before and deleted after, as a rename onto a folder may move into it.
   *
   * @throws IOException if a folder cannot be renamed; the message says where the old result is
   */
  static void replace(FileSystem files, Path written, Path out) throws IOException {
    if (!files.exists(out)) {
      rename(files, written, out);
      return;
    }
    Path previous = out.suffix("-previous-" + UUID.randomUUID());
    rename(files, out, previous);
    try {
      rename(files, written, out);
    } catch (IOException e) {
      putBack(files, previous, out, e);
      throw e;
    }
    delete(files, previous);
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private static void putBack(FileSystem files, Path previous, Path out, IOException failure) {
    try {
      rename(files, previous, out);
    } catch (IOException e) {
      failure.addSuppressed(
          new IOException("the result that was in " + out + " is kept in " + previous, e));
    }
  }

  /** The new result is in its place, so that the old one remains beside it fails nothing. */
  private static void delete(FileSystem files, Path previous) {
    try {
      if (!files.delete(previous, true)) {
        LOG.warn("cannot delete {}, the result before", previous);
      }
    } catch (IOException e) {
      LOG.warn("cannot delete {}, the result before: {}", previous, Excerpt.sentence(e));
    }
  }
}
