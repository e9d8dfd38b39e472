package io.hardgnn.engine;

import io.hardgnn.batch.BatchSource;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.ops.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first step of a model on a tiny dataset of five users and eight items, as training makes it.
 *
 * @param definition the model
 * @param feeds graphs and batch
 */
public record TinyStep(ModelDefinition definition, Map<String, HostTensor> feeds) {

  private static final int[][] HISTORIES = {
    {0, 1, 2, 3, 4, 5, 6}, {2, 3, 7, 1}, {5, 0, 6, 2, 1}, {4, 7, 3, 6, 0, 2}, {1, 6, 5, 7}
  };

  /** Returns the step of settings of any size; four sequences, or what else a step is made of. */
  public static TinyStep of(HardGNNConfig config) {
    Dataset data = dataset();
    float[] bias = new float[data.items().size()];
    for (int item = 0; item < bias.length; item++) {
      bias[item] = 0.2f * item - 0.5f;
    }
    ModelDefinition definition =
        ModelDefinition.of(
            config.encoder(), config.scoring(), config.objective(), data.users().size(), bias);
    BatchSource source =
        new BatchSource(definition, config.training().batchSize(4), data.training());
    Map<String, HostTensor> feeds = new LinkedHashMap<>(source.wholeGraphs());
    feeds.putAll(source.batch(0, 0, source.epoch(0).get(0)).feeds());
    return new TinyStep(definition, feeds);
  }

  /** Returns the dataset, whose last two interactions of each user are held out. */
  public static Dataset dataset() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < HISTORIES.length; user++) {
      for (int position = 0; position < HISTORIES[user].length; position++) {
        log.add("u" + user, "i" + HISTORIES[user][position], 1_000L * position * position + user);
      }
    }
    return DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build();
  }
}
