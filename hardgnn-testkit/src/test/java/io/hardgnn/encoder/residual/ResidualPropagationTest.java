package io.hardgnn.encoder.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Propagation of ResidualGraphEncoder")
class ResidualPropagationTest {

  private static final int USERS = 5;
  private static final int ITEMS = 11;
  private static final int DIM = 8;

  private static ResidualGraph config(int layers) {
    return new ResidualGraph(
        DIM,
        layers,
        0,
        4,
        PositionEncoding.LEARNED,
        false,
        1,
        new AttentionConfig(1, true, true, AttentionWeights.SOFTMAX),
        1,
        false,
        0.1,
        1e-6);
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {0, 1, 2})
  @DisplayName("gives listed items what it gives them among all")
  void someItems(int layers) {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    int[] wanted = {7, 2, 2, 10};
    Map<String, JavaTensor> feeds = graph(random);
    feeds.put("wanted", indices(wanted));
    Map<String, JavaTensor> parameters = new HashMap<>();
    parameters.put("item_embedding", reals(random, ITEMS, DIM));
    for (int layer = 0; layer < layers; layer++) {
      parameters.put(
          "propagation." + layer + ".gain",
          new JavaTensor(new int[] {DIM}, random.doubles(DIM, 0.5, 1.5).toArray()));
    }
    JavaOps ops = JavaOps.with(feeds, parameters);
    ResidualGraph config = config(layers);
    List<BipartiteGraph> graphs = GraphInputs.declare(ops, config.graph(), USERS, ITEMS);
    Expr some = ops.input("wanted", DType.INT, Shape.of(wanted.length));
    Encoder encoder = new ResidualGraphEncoder(config, ITEMS);
    NodeEmbeddings all = encoder.embedNodes(ops, graphs, new Nodes(null, null));
    NodeEmbeddings listed = encoder.embedNodes(ops, graphs, new Nodes(null, some));

    double[] expected = ops.valueOf(ops.gather(all.items(), some)).data();
    assertThat(ops.valueOf(listed.items()).data()).as("seed " + seed).containsExactly(expected);
    assertThat(ops.valueOf(listed.catalogue().embed(null)).data())
        .containsExactly(ops.valueOf(all.items()).data());
    double[] unpropagated = ops.valueOf(ops.gather(ops.parameter("item_embedding"), some)).data();
    assertThat(Arrays.equals(expected, unpropagated)).isEqualTo(layers == 0);
  }

  /** Every user has every third item. */
  private static Map<String, JavaTensor> graph(SplittableRandom random) {
    int[] users =
        IntStream.range(0, USERS * ITEMS).filter(i -> i % 3 == 0).map(i -> i / ITEMS).toArray();
    int[] items =
        IntStream.range(0, USERS * ITEMS).filter(i -> i % 3 == 0).map(i -> i % ITEMS).toArray();
    int[] byItem =
        IntStream.range(0, items.length)
            .boxed()
            .sorted(java.util.Comparator.comparingInt(edge -> items[edge]))
            .mapToInt(edge -> edge)
            .toArray();
    Map<String, JavaTensor> feeds = new HashMap<>();
    feeds.put(GraphInputs.usersByUser(0), indices(users));
    feeds.put(GraphInputs.itemsByUser(0), indices(items));
    feeds.put(
        GraphInputs.itemsByItem(0), indices(Arrays.stream(byItem).map(e -> items[e]).toArray()));
    feeds.put(
        GraphInputs.usersByItem(0), indices(Arrays.stream(byItem).map(e -> users[e]).toArray()));
    feeds.put(GraphInputs.userScale(0), reals(random, USERS, 1));
    feeds.put(GraphInputs.itemScale(0), reals(random, ITEMS, 1));
    return feeds;
  }

  private static JavaTensor indices(int[] values) {
    return new JavaTensor(
        new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray());
  }

  private static JavaTensor reals(SplittableRandom random, int rows, int columns) {
    return new JavaTensor(
        new int[] {rows, columns}, random.doubles(rows * columns, 0.1, 1).toArray());
  }
}
