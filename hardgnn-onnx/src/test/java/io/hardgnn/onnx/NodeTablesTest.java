package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.batch.WholeGraphs;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.Objective;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The node phase on ONNX Runtime")
class NodeTablesTest {

  private static final int USERS = 12;
  private static final int ITEMS = 9;
  private static final int DIM = 8;

  static List<EncoderConfig> encoders() {
    return List.of(
        new ResidualGraph().embeddingDim(DIM).graphLayers(2),
        new LightGcn(DIM, 2, 5),
        new Ngcf(DIM, 3, 5, 0.1),
        new SelfGnn().embeddingDim(DIM).intervals(3),
        SelfGnn.paper().attention(attention -> attention.heads(2)).embeddingDim(DIM).intervals(2));
  }

  private static ModelDefinition definition(EncoderConfig encoder) {
    return ModelDefinition.of(
        encoder,
        new Scoring.Dot(),
        new Objective(new Targets.OnePerUser(), new BinaryCrossEntropy()),
        USERS,
        new float[ITEMS]);
  }

  /** User 3 and item 8 have no interaction; one item is repeated. */
  private static Sequences interactions(SplittableRandom random) {
    int[] offsets = new int[USERS + 1];
    int[] items = new int[USERS * 6];
    long[] times = new long[items.length];
    for (int user = 0; user < USERS; user++) {
      int length = user == 3 ? 0 : 2 + random.nextInt(5);
      int from = offsets[user];
      offsets[user + 1] = from + length;
      for (int n = 0; n < length; n++) {
        items[from + n] = n == 1 && user == 0 ? items[from] : random.nextInt(ITEMS - 1);
        times[from + n] = 100L * n + random.nextInt(100);
      }
    }
    int size = offsets[USERS];
    return new Sequences(offsets, Arrays.copyOf(items, size), Arrays.copyOf(times, size), ITEMS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  @DisplayName("gives what the oracle gives, however many nodes a run computes")
  void oracle(EncoderConfig encoder, @Seed long seed) {
    ModelDefinition definition = definition(encoder);
    Sequences interactions = interactions(new SplittableRandom(seed));
    Map<String, JavaTensor> feeds = new HashMap<>();
    WholeGraphs.feeds(encoder.graph(), interactions)
        .forEach((name, value) -> feeds.put(name, tensor(value)));
    feeds.put(StepInputs.NODE_ITEMS, tensor(all(ITEMS)));
    feeds.put(StepInputs.NODE_USERS, tensor(all(USERS)));
    JavaOps oracle = JavaOps.with(feeds, Map.of(), seed);
    NodeEmbeddings expected = definition.nodeTables(oracle);
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    oracle
        .parameters()
        .forEach(
            (name, value) ->
                parameters.put(
                    name, HostTensor.of(floats(value.value().data()), value.value().sizes())));
    assertThat(parameters.keySet())
        .containsExactlyElementsOf(NodePhase.declared(definition).parameterNames());
    for (int nodesPerRun : new int[] {5, 100}) {
      NodeTables tables = NodeTables.of(definition, parameters, interactions, nodesPerRun);
      assertThat(tables.items())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(floats(oracle.valueOf(expected.items()).data()));
      if (expected.users() == null) {
        assertThat(tables.users()).isNull();
      } else {
        assertThat(tables.users())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(
                floats(oracle.valueOf(Objects.requireNonNull(expected.users())).data()));
      }
    }
  }

  @Test
  @DisplayName("sums neighbours over more edges than one block has, to popular targets too")
  void blocks() {
    int d = 4096; // a block has 4,096 edges of so many features
    int edges = 10_000;
    OnnxOps ops = OnnxOps.ofNodePhase();
    Dim named = Dim.named("E");
    Expr targets = ops.input("targets", DType.INT, Shape.of(named));
    Expr sources = ops.input("sources", DType.INT, Shape.of(named));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(2, d));
    Adjacency adjacency = new Adjacency(targets, sources, Dim.of(4), sources, targets, Dim.of(2));
    byte[] model =
        ops.model("m", Map.of("y", ops.neighbourSum(adjacency, x)), Map.of()).toByteArray();
    int[] to = new int[edges];
    int[] from = new int[edges];
    for (int edge = 0; edge < edges; edge++) {
      to[edge] = edge < 9_000 ? 0 : edge < 9_999 ? 2 : 3;
      from[edge] = edge % 2;
    }
    float[] rows = new float[2 * d];
    Arrays.fill(rows, 0, d, 1);
    Arrays.fill(rows, d, 2 * d, 3);
    try (InferenceSession session = InferenceSession.open(model, InferenceOptions.defaults())) {
      float[] y =
          session
              .run(
                  Map.of(
                      "targets", HostTensor.of(to, edges),
                      "sources", HostTensor.of(from, edges),
                      "x", HostTensor.of(rows, 2, d)))
              .get("y")
              .floats();
      assertThat(Arrays.copyOfRange(y, 0, d)).containsOnly(4_500 + 3 * 4_500);
      assertThat(Arrays.copyOfRange(y, d, 2 * d)).containsOnly(0);
      assertThat(Arrays.copyOfRange(y, 2 * d, 3 * d)).containsOnly(500 + 3 * 499);
      assertThat(Arrays.copyOfRange(y, 3 * d, 4 * d)).containsOnly(3);
      float[] none =
          session
              .run(
                  Map.of(
                      "targets", HostTensor.of(new int[0], 0),
                      "sources", HostTensor.of(new int[0], 0),
                      "x", HostTensor.of(rows, 2, d)))
              .get("y")
              .floats();
      assertThat(none).hasSize(4 * d).containsOnly(0);
    }
  }

  private static HostTensor all(int count) {
    return HostTensor.of(IntStream.range(0, count).toArray(), count);
  }

  private static JavaTensor tensor(HostTensor value) {
    double[] data =
        value.type() == DType.INT
            ? Arrays.stream(value.ints()).asDoubleStream().toArray()
            : IntStream.range(0, value.floats().length)
                .mapToDouble(i -> value.floats()[i])
                .toArray();
    return new JavaTensor(value.dims(), data);
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
