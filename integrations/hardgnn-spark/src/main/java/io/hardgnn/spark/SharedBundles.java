package io.hardgnn.spark;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of a bundle: checks it and makes it known to the executors. A folder of this
 * machine is packed and handed out by {@link SparkContext#addFile(String)}; from a folder of a
 * storage that Hadoop reaches each executor copies it by itself. Thread-safe.
 */
final class SharedBundles {

  private static final ArtifactFormat FORMAT =
      ArtifactFormat.of("hardgnn-onnx-bundle", 1, "bundle.json");

  /** What was checked and made known, by application and identity. */
  private static final Map<String, SharedBundle> KNOWN = new ConcurrentHashMap<>();

  private SharedBundles() {}

  /**
   * Makes the current version of a bundle known.
   *
   * @param location a path of this machine, or a URI that Hadoop reaches
   * @throws io.hardgnn.io.ArtifactException if it is missing, damaged or something else
   */
  static SharedBundle of(SparkSession session, String location) {
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
    Path version = ArtifactDirectory.open(local, FORMAT).directory();
    String identity = BundleCopies.identity(version);
    return KNOWN.computeIfAbsent(
        context.applicationId() + identity,
        key -> {
          SharedBundle bundle = checked(version, identity, location, null);
          context.addFile(archive(version, identity).toString());
          return bundle;
        });
  }

  private static Path archive(Path version, String identity) {
    try {
      Path folder = Files.createTempDirectory("hardgnn-spark");
      Path archive = folder.resolve(SharedBundle.fileName(identity));
      folder.toFile().deleteOnExit(); // Spark hands the file out until the application ends
      archive.toFile().deleteOnExit();
      BundleCopies.pack(version, archive);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pack " + version + ": " + e.getMessage(), e);
    }
  }

  private static SharedBundle stored(SparkSession session, String location) {
    SparkContext context = session.sparkContext();
    Configuration configuration = context.hadoopConfiguration();
    org.apache.hadoop.fs.Path version = BundleCopies.current(location, configuration);
    Path copy = temporary();
    try {
      BundleCopies.fetch(version, configuration, copy);
      String identity = BundleCopies.identity(copy);
      return KNOWN.computeIfAbsent(
          context.applicationId() + version + identity,
          key ->
              checked(
                  copy,
                  identity,
                  location,
                  new SharedBundle.Storage(
                      version.toString(), SerializableConfiguration.broadcast(context))));
    } finally {
      BundleCopies.delete(copy);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("hardgnn-spark");
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static SharedBundle checked(
      Path version, String identity, String location, SharedBundle.@Nullable Storage storage) {
    try (OnnxRecommender recommender = OnnxRecommender.open(version)) {
      return new SharedBundle(
          identity, location, recommender.users().size(), recommender.items().size(), storage);
    }
  }

  /**
   * Copies a bundle to any storage.
   *
   * @param target a folder that is not there yet
   */
  static void copy(SparkSession session, String location, String target) throws IOException {
    Configuration configuration = session.sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path to = new org.apache.hadoop.fs.Path(target);
    Path local = local(location);
    if (local != null) {
      BundleCopies.store(ArtifactDirectory.open(local, FORMAT).directory(), to, configuration);
      return;
    }
    Path copy = temporary();
    try {
      BundleCopies.fetch(BundleCopies.current(location, configuration), configuration, copy);
      BundleCopies.store(ArtifactDirectory.open(copy, FORMAT).directory(), to, configuration);
    } finally {
      BundleCopies.delete(copy);
    }
  }
}
