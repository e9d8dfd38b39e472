package io.hardgnn.encoder.ngcf;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.map;
import static io.hardgnn.plain.Plain.multiply;
import static io.hardgnn.plain.Plain.through;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.plain.PlainGraph;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.plain.PlainTables;
import io.hardgnn.seed.Seed;
import io.hardgnn.settings.InvalidConfigException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("NGCF, in plain arithmetic,")
class NgcfTest {

  private static HardGNNConfig small(int layers, int size) {
    return Presets.Models.ngcf().encoder(new Ngcf(size * (layers + 1), layers, 5, 0));
  }

  @ParameterizedTest(name = "{0} layers of {1}")
  @CsvSource({"0, 3", "1, 2", "3, 2"})
  @DisplayName("embeds users and items by all layers of its messages side by side")
  void forward(int layers, int size, @Seed long seed) {
    PlainStep step = new PlainStep(small(layers, size), seed);
    tables(step, layers).assertForward(step);
  }

  @Test
  @DisplayName("has the loss of BPR and half the squares of what each pair touches of the tables")
  void losses(@Seed long seed) {
    PlainStep step = new PlainStep(small(2, 3), seed);
    tables(step, 2).assertPairLosses(step);
  }

  /** Users and items as they are scored: all layers side by side. */
  private static PlainTables tables(PlainStep step, int layers) {
    PlainGraph graph = PlainGraph.whole();
    double[][] users = step.matrix("user_embedding");
    double[][] items = step.matrix("item_embedding");
    double[][] allUsers = users;
    double[][] allItems = items;
    for (int layer = 0; layer < layers; layer++) {
      String name = "propagation." + layer;
      double[][] next = propagated(step, name, users, graph.usersFromItems(items));
      items = propagated(step, name, items, graph.itemsFromUsers(users));
      users = next;
      allUsers = beside(allUsers, users);
      allItems = beside(allItems, items);
    }
    return new PlainTables(allUsers, allItems);
  }

  /**
   * The sum over neighbours of {@code p (W1 e_i + W2 (e_i * e_u))} and {@code W1 e_u}, through
   * LeakyReLU; both maps are linear, so they are applied to what the graph has summed.
   */
  private static double[][] propagated(
      PlainStep step, String name, double[][] own, double[][] neighbours) {
    double[][] sum = step.matrix(name + ".sum.kernel");
    double[][] product = step.matrix(name + ".product.kernel");
    return IntStream.range(0, own.length)
        .mapToObj(
            node -> {
              double[] message =
                  add(
                      through(neighbours[node], sum),
                      through(multiply(own[node], neighbours[node]), product));
              return map(
                  add(through(own[node], sum), message), value -> value > 0 ? value : 0.2 * value);
            })
        .toArray(double[][]::new);
  }

  private static double[][] beside(double[][] a, double[][] b) {
    return IntStream.range(0, a.length)
        .mapToObj(
            row -> DoubleStream.concat(DoubleStream.of(a[row]), DoubleStream.of(b[row])).toArray())
        .toArray(double[][]::new);
  }

  @Test
  @DisplayName("of a size that its layers do not divide is an error that names both")
  void size() {
    HardGNNConfig preset = Presets.Models.ngcf();
    assertThatThrownBy(() -> preset.encoder(new Ngcf().embeddingDim(64).layers(2)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("encoder.embeddingDim is 64")
        .hasMessageContaining("multiple of 3, layers (encoder.layers) + 1");
  }
}
