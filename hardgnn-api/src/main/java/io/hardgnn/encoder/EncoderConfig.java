package io.hardgnn.encoder;

import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * The settings of an encoder, which make it for a dataset's size: a small record beside its
 * encoder.
 *
 * <p>Found by {@link java.util.ServiceLoader} under this interface, or handed to
 * {@code HardGNN.builder().encoder(..)}. With the numbers of users and items the settings determine
 * every parameter's name and shape. Thread-safe, as every record is.
 */
public interface EncoderConfig extends Part {

  /** Returns the size of every embedding, {@code d}, 1 to 4096. */
  int embeddingDim();

  /**
   * Returns these settings with another size of every embedding; time and memory grow linearly with
   * it.
   */
  EncoderConfig embeddingDim(int embeddingDim);

  /** Returns how many of a user's most recent interactions are read, {@code M}, at least 1. */
  int historyLength();

  /**
   * Checks the sizes that encoders of the library share: {@code embeddingDim}, 1 to 4096, and
   * {@code historyLength}, 1 to 1024. For {@link #check} of encoders that have both.
   *
   * @param path place of the encoder's settings in JSON
   */
  static void checkSizes(EncoderConfig config, String path, Violations violations) {
    violations.whole(path + ".embeddingDim", config.embeddingDim(), 1, 4096);
    violations.whole(path + ".historyLength", config.historyLength(), 1, 1024);
  }

  /** Returns what the encoder gives. */
  Set<Gives> gives();

  /** Returns the graphs it wants; none unless overridden. */
  default GraphPlan graph() {
    return new GraphPlan.None();
  }

  /**
   * Returns whether the encoder reads the {@linkplain TimeGaps times between interactions} beside
   * the items; false unless overridden.
   */
  default boolean readsTimeGaps() {
    return false;
  }

  /**
   * Returns what stands for users never seen in training; the mean of all users unless overridden.
   */
  default UnknownUser unknownUser() {
    return UnknownUser.MEAN;
  }

  /**
   * Makes the encoder. The same settings and numbers must give the same parameters.
   *
   * @param userCount number of users, at least 1
   * @param itemCount number of items, at least 1
   */
  Encoder encoder(int userCount, int itemCount);
}
