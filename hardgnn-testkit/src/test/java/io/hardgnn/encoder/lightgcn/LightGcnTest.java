package io.hardgnn.encoder.lightgcn;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.times;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.plain.PlainGraph;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.plain.PlainTables;
import io.hardgnn.seed.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("LightGCN, in plain arithmetic,")
class LightGcnTest {

  private static HardGNNConfig small(int layers) {
    return Presets.Models.lightGcn().encoder(new LightGcn().embeddingDim(3).layers(layers));
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {0, 1, 3})
  @DisplayName("embeds users and items by the mean of symmetric propagations over all edges")
  void forward(int layers, @Seed long seed) {
    PlainStep step = new PlainStep(small(layers), seed);
    tables(step, layers).assertForward(step);
  }

  @Test
  @DisplayName("has the loss of BPR and half the squares of what each pair touches of the tables")
  void losses(@Seed long seed) {
    PlainStep step = new PlainStep(small(2), seed);
    tables(step, 2).assertPairLosses(step);
  }

  private static PlainTables tables(PlainStep step, int layers) {
    PlainGraph graph = PlainGraph.whole();
    double[][] users = step.matrix("user_embedding");
    double[][] items = step.matrix("item_embedding");
    double[][] userSum = users.clone();
    double[][] itemSum = items.clone();
    for (int layer = 0; layer < layers; layer++) {
      double[][] next = graph.usersFromItems(items);
      items = graph.itemsFromUsers(users);
      users = next;
      addTo(userSum, users);
      addTo(itemSum, items);
    }
    return new PlainTables(mean(userSum, layers), mean(itemSum, layers));
  }

  private static void addTo(double[][] sum, double[][] layer) {
    for (int row = 0; row < sum.length; row++) {
      sum[row] = add(sum[row], layer[row]);
    }
  }

  private static double[][] mean(double[][] sum, int layers) {
    return Arrays.stream(sum).map(row -> times(row, 1.0 / (layers + 1))).toArray(double[][]::new);
  }
}
