package io.hardgnn;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.residual.ResidualGraph;
import java.util.SplittableRandom;

/**
 * A small dataset: 30 users with 6 to 14 of 25 items, ids with characters that files must escape.
 */
public final class TinyData {

  private TinyData() {}

  public static Dataset dataset() {
    return dataset(1);
  }

  public static Dataset dataset(long seed) {
    return builder(seed).build();
  }

  /** Returns what prepares {@link #dataset(long)}. */
  static DatasetBuilder builder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 30; user++) {
      int start = random.nextInt(25);
      int length = 6 + random.nextInt(9);
      for (int position = 0; position < length; position++) {
        log.add(
            "user \"" + user + "\"",
            "Ärtikel\t" + (start + position) % 25,
            1_000L * (user + 30L * position));
      }
    }
    return DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1);
  }

  /** Returns small and quick settings. */
  public static HardGNN.Builder quick() {
    return HardGNN.builder().encoder(encoder()).epochs(2).seed(7);
  }

  /** Returns the encoder of {@link #quick}. */
  static ResidualGraph encoder() {
    return new ResidualGraph().embeddingDim(8).historyLength(10);
  }
}
