package io.hardgnn.spark.scoring;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One version of a bundle as tasks are told of it: what it is called and where an executor gets it.
 * Small, since it travels with every task.
 *
 * @param identity SHA-256 of its manifest, which has the sums of all its files
 * @param location where it comes from, for messages
 * @param users number of its users
 * @param items number of its items
 * @param storage where each executor copies it from, with the settings of Hadoop; null if Spark
 *     hands it out
 * @param pieces its packed files, one after the other; none if it is in a storage
 */
public record SharedBundle(
    String identity,
    String location,
    int users,
    int items,
    @Nullable Storage storage,
    List<Broadcast<byte[]>> pieces)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A folder that all executors can read.
   *
   * @param folder the folder of one version
   * @param configuration how Hadoop reaches it
   */
  public record Storage(String folder, Broadcast<SerializableConfiguration> configuration)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
