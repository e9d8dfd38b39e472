package io.hardgnn.spark.scoring;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of a bundle: checks it and makes it known to the executors. A folder of this
 * machine is packed and broadcast in pieces, so that executors get it from each other too; from a
 * folder of a storage that Hadoop reaches each executor copies it by itself. Thread-safe.
 *
 * <p>Not by {@code SparkContext.addFile}: on executors in processes of their own, tasks of data
 * frames did not find its files (Spark 4.2.0).
 */
public final class SharedBundles {

  private static final int PIECE_BYTES = 32 << 20;

  /** Places of which is remembered what was made known there; those asked for last. */
  private static final int REMEMBERED = 4;

  /** What was checked and made known last, by application and place. */
  private static final Map<String, SharedBundle> KNOWN =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SharedBundle> eldest) {
          return size() > REMEMBERED;
        }
      };

  private SharedBundles() {}

  /**
   * Makes the current version of a bundle known.
   *
   * @param location a path of this machine, or a URI that Hadoop reaches
   * @throws io.hardgnn.io.ArtifactException if it is missing, damaged or something else
   */
  public static SharedBundle of(SparkSession session, String location) {
    Path local = local(location);
    return local == null ? stored(session, location) : packed(session, location, local);
  }

  /** Returns the path of a location of this machine, null of one elsewhere. */
  static @Nullable Path local(String location) {
    URI uri = new org.apache.hadoop.fs.Path(location).toUri();
    return uri.getScheme() == null || uri.getScheme().equals("file")
        ? Path.of(uri.getPath())
        : null;
  }

  private static SharedBundle packed(SparkSession session, String location, Path local) {
    SparkContext context = session.sparkContext();
    Path version = ArtifactDirectory.open(local, BundleWriter.FORMAT).directory();
    String identity = BundleCopies.identity(version);
    return known(
        context,
        location,
        identity,
        () -> checked(version, identity, location, null, pieces(context, version)));
  }

  /** Returns what is known of a place, or makes it known if that was another bundle. */
  private static SharedBundle known(
      SparkContext context, String place, String identity, Supplier<SharedBundle> fresh) {
    String key = context.applicationId() + " " + place;
    synchronized (KNOWN) {
      SharedBundle last = KNOWN.get(key);
      if (last == null || !last.identity().equals(identity)) {
        last = fresh.get(); // others wait for it rather than pack it again
        KNOWN.put(key, last);
      }
      return last;
    }
  }

  private static List<Broadcast<byte[]>> pieces(SparkContext context, Path version) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
    List<Broadcast<byte[]>> pieces = new ArrayList<>();
    Path folder = temporary();
    Path archive = folder.resolve("bundle.zip");
    try {
      BundleCopies.pack(version, archive);
      try (InputStream in = Files.newInputStream(archive)) {
        for (byte[] piece = in.readNBytes(PIECE_BYTES);
            piece.length > 0;
            piece = in.readNBytes(PIECE_BYTES)) {
          pieces.add(spark.broadcast(piece));
        }
      }
      return pieces;
    } catch (IOException e) {
      throw FileFailure.of("cannot pack " + version, e);
    } finally {
      BundleCopies.delete(folder);
    }
  }

  private static SharedBundle stored(SparkSession session, String location) {
    SparkContext context = session.sparkContext();
    Configuration configuration = context.hadoopConfiguration();
    org.apache.hadoop.fs.Path version = BundleCopies.current(location, configuration);
    String identity = BundleCopies.identity(version, configuration);
    // Of the folder of the version: the same files stored anew are copied from where they are now.
    return known(
        context,
        version.toString(),
        identity,
        () -> {
          Path copy = temporary();
          try {
            BundleCopies.fetch(version, configuration, copy);
            SharedBundle.Storage storage =
                new SharedBundle.Storage(
                    version.toString(), SerializableConfiguration.broadcast(context));
            return checked(copy, identity, location, storage, List.of());
          } finally {
            BundleCopies.delete(copy);
          }
        });
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("hardgnn-spark");
    } catch (IOException e) {
      throw FileFailure.of("no temporary folder can be made", e);
    }
  }

  private static SharedBundle checked(
      Path version,
      String identity,
      String location,
      SharedBundle.@Nullable Storage storage,
      List<Broadcast<byte[]>> pieces) {
    try (OnnxRecommender recommender = OnnxRecommender.open(version)) {
      return new SharedBundle(
          identity,
          location,
          recommender.users().size(),
          recommender.items().size(),
          storage,
          pieces);
    }
  }

  /**
   * Returns a location with the scheme of the storage that Hadoop takes it for, so that it means
   * the same everywhere.
   */
  public static String qualified(SparkSession session, String location) {
    return qualified(session, new org.apache.hadoop.fs.Path(location));
  }

  private static String qualified(SparkSession session, org.apache.hadoop.fs.Path path) {
    try {
      return path.getFileSystem(session.sparkContext().hadoopConfiguration())
          .makeQualified(path)
          .toString();
    } catch (IOException e) {
      throw FileFailure.of("cannot reach " + path, e);
    }
  }

  /**
   * Checks that a bundle does not lie in a folder that is to be written over.
   *
   * @throws IllegalArgumentException if it does
   */
  public static void requireOutside(SparkSession session, String location, String folder) {
    Path local = local(location);
    // A URI as a text would be taken with its escapes for the name of another folder.
    String bundle =
        local == null
            ? qualified(session, location)
            : qualified(session, new org.apache.hadoop.fs.Path(local.toUri()));
    if ((bundle + "/").startsWith(qualified(session, folder) + "/")) {
      throw new IllegalArgumentException(
          "the bundle of the model lies at "
              + bundle
              + ", within "
              + folder
              + ", which would be deleted; name another folder");
    }
  }

  /**
   * Checks that there is a bundle.
   *
   * @throws io.hardgnn.io.ArtifactException if it is missing or, on this machine, damaged
   */
  public static void requireThere(SparkSession session, String location) {
    Path local = local(location);
    if (local != null) {
      ArtifactDirectory.open(local, BundleWriter.FORMAT);
      return;
    }
    Configuration configuration = session.sparkContext().hadoopConfiguration();
    BundleCopies.identity(BundleCopies.current(location, configuration), configuration);
  }

  /**
   * Copies a bundle to any storage.
   *
   * @param target a folder that is not there yet
   */
  public static void copy(SparkSession session, String location, String target) throws IOException {
    Configuration configuration = session.sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path to = new org.apache.hadoop.fs.Path(target);
    Path local = local(location);
    if (local != null) {
      BundleCopies.store(
          ArtifactDirectory.open(local, BundleWriter.FORMAT).directory(), to, configuration);
      return;
    }
    Path copy = temporary();
    try {
      BundleCopies.fetch(BundleCopies.current(location, configuration), configuration, copy);
      BundleCopies.store(
          ArtifactDirectory.open(copy, BundleWriter.FORMAT).directory(), to, configuration);
    } finally {
      BundleCopies.delete(copy);
    }
  }
}
