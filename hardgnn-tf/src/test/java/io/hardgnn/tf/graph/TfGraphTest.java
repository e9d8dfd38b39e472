package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("TfGraph")
class TfGraphTest {

  private static final SessionSettings CPU =
      SessionSettings.defaults().intraOpThreads(2).gpu(false);
  private static final Dim BATCH = Dim.named("B");

  /** A small network with dropout; its output is [B]. */
  private static Expr network(TfOps ops) {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(BATCH, 8));
    Expr w1 = ops.parameter("w1", Shape.of(8, 16), Initializer.xavierUniform(8, 16));
    Expr hidden =
        ops.tanh(
            ops.add(
                ops.matmul(x, w1), ops.parameter("b1", Shape.of(16), Initializer.constant(0.1f))));
    Expr w2 = ops.parameter("w2", Shape.of(16, 1), Initializer.normal(0.5));
    return ops.select(ops.matmul(ops.dropout(hidden, 0.4), w2), 1, 0);
  }

  private static Expr loss(TfOps ops) {
    return ops.mean(ops.square(ops.sub(network(ops), ops.constant(1))), 0);
  }

  private static float[] batch(int rows) {
    float[] x = new float[rows * 8];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(i * 0.7);
    }
    return x;
  }

  private static List<Integer> trainingBits(long seed, int steps) {
    try (TfGraph graph = TfGraph.create(CPU, seed)) {
      Expr loss = loss(graph.training("train"));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      RunRequest plan = new RunRequest(List.of(loss), List.of(adam.minimize(loss)));
      List<Integer> bits = new ArrayList<>();
      for (int step = 1; step <= steps; step++) {
        Feeds feeds = new Feeds().floats("x", batch(64), 64, 8).dropoutSeed(seed + step);
        adam.feed(feeds, 0.01, step);
        bits.add(Float.floatToRawIntBits(graph.run(plan, feeds).scalar(loss)));
      }
      return bits;
    }
  }

  @Test
  @DisplayName(
      "trains to the same bits with the same seed, dropout included, and to others with another")
  void deterministic() {
    assertThat(trainingBits(7, 30))
        .isEqualTo(trainingBits(7, 30))
        .isNotEqualTo(trainingBits(8, 30));
  }

  @Test
  @DisplayName(
      "drops in training only, keeping the expected value, and evaluates with the trained parameters")
  void dropout() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps training = graph.training("train");
      TfOps inference = graph.inference("eval");
      Expr dropped = training.dropout(training.input("x", DType.FLOAT, Shape.of(BATCH, 8)), 0.25);
      Expr again = training.dropout(training.input("x", DType.FLOAT, Shape.of(BATCH, 8)), 0.25);
      Expr kept = inference.dropout(inference.input("x", DType.FLOAT, Shape.of(BATCH, 8)), 0.25);
      float[] ones = new float[8000];
      java.util.Arrays.fill(ones, 1);
      Feeds feeds = new Feeds().floats("x", ones, 1000, 8);
      assertThat(graph.run(RunRequest.fetch(kept), feeds).floats(kept)).containsOnly(1);
      feeds.dropoutSeed(5);
      float[] first = graph.run(RunRequest.fetch(dropped), feeds).floats(dropped);
      assertThat(first).containsOnly(0, 1 / 0.75f);
      double mean = 0;
      for (float value : first) {
        mean += value / first.length;
      }
      assertThat(mean).isBetween(0.97, 1.03);
      assertThat(graph.run(RunRequest.fetch(dropped), feeds).floats(dropped)).isEqualTo(first);
      assertThat(graph.run(RunRequest.fetch(again), feeds).floats(again)).isNotEqualTo(first);
      float[] second = graph.run(RunRequest.fetch(again), feeds).floats(again);
      feeds.dropoutSeed(6);
      assertThat(graph.run(RunRequest.fetch(dropped), feeds).floats(dropped))
          .as("of the next step")
          .isNotEqualTo(second);
      assertThat(graph.run(RunRequest.fetch(dropped), feeds).floats(dropped)).isNotEqualTo(first);
    }
  }

  @Test
  @DisplayName(
      "writes a value into the caller's array, and refuses one that is too short or no FLOAT")
  void runsIntoAnArray() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      Expr x = ops.input("x", DType.FLOAT, Shape.of(BATCH, 8));
      Expr larger = ops.greater(x, ops.constant(0));
      Expr doubled = ops.mul(x, 2);
      Feeds feeds = new Feeds().floats("x", batch(2), 2, 8);
      float[] into = new float[18];
      java.util.Arrays.fill(into, 5);
      graph.run(doubled, feeds, into);
      float[] expected = java.util.Arrays.copyOf(batch(2), 18);
      for (int i = 0; i < 16; i++) {
        expected[i] *= 2;
      }
      expected[16] = 5;
      expected[17] = 5;
      assertThat(into).isEqualTo(expected);
      assertThatThrownBy(() -> graph.run(doubled, feeds, new float[15]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("15")
          .hasMessageContaining("16");
      assertThatThrownBy(() -> graph.run(larger, feeds, into))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FLOAT");
    }
  }

  @ParameterizedTest(name = "rate {0}")
  @ValueSource(doubles = {0.003, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 0.9999})
  @DisplayName("drops as often as asked and keeps the expected value, for any number of elements")
  void dropoutRates(double rate) {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.training("train");
      Expr dropped = ops.dropout(ops.input("x", DType.FLOAT, Shape.of(BATCH, 3)), rate);
      int rows = 33_331;
      float[] ones = new float[rows * 3];
      java.util.Arrays.fill(ones, 1);
      Feeds feeds = new Feeds().floats("x", ones, rows, 3).dropoutSeed(11);
      float[] values = graph.run(RunRequest.fetch(dropped), feeds).floats(dropped);
      double zeros = 0;
      double sum = 0;
      for (float value : values) {
        zeros += value == 0 ? 1 : 0;
        sum += value;
      }
      double deviation = Math.sqrt(rate * (1 - rate) / values.length);
      assertThat(zeros / values.length)
          .isBetween(0.98 * rate - 5 * deviation, 1.02 * rate + 5 * deviation);
      assertThat(sum / values.length)
          .isBetween(1 - 5 * deviation / (1 - rate), 1 + 5 * deviation / (1 - rate));
    }
  }

  @Test
  @DisplayName("shares inputs and parameters between training and evaluation")
  void shared() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      Expr loss = loss(graph.training("train"));
      Expr scores = network(graph.inference("eval"));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      RunRequest update = new RunRequest(List.of(loss), List.of(adam.minimize(loss)));
      RunRequest evaluate = RunRequest.fetch(scores);
      Feeds feeds = new Feeds().floats("x", batch(64), 64, 8).dropoutSeed(1);
      float before = error(graph.run(evaluate, feeds).floats(scores));
      for (int step = 1; step <= 100; step++) {
        adam.feed(feeds.dropoutSeed(step), 0.02, step);
        graph.run(update, feeds);
      }
      assertThat(graph.parameters().parameterNames()).containsExactly("w1", "b1", "w2");
      assertThat(error(graph.run(evaluate, feeds).floats(scores))).isLessThan(before / 4);
    }
  }

  private static float error(float[] scores) {
    float sum = 0;
    for (float score : scores) {
      sum += (score - 1) * (score - 1) / scores.length;
    }
    return sum;
  }

  @Test
  @DisplayName("keeps variables of two graphs apart that have the same names")
  void apart() {
    try (TfGraph a = TfGraph.create(CPU, 1);
        TfGraph b = TfGraph.create(CPU, 1)) {
      a.training("t").parameter("w", Shape.of(2), Initializer.ones());
      b.training("t").parameter("w", Shape.of(2), Initializer.ones());
      a.parameters().assign("w", new float[] {5, 6});
      assertThat(a.parameters().readAll(List.of("w")).get("w")).containsExactly(5, 6);
      assertThat(b.parameters().readAll(List.of("w")).get("w")).containsExactly(1, 1);
      assertThatThrownBy(() -> a.parameters().assign("w", new float[3]))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("'w'");
    }
  }

  @Test
  @DisplayName("fills parameters from the seed and their names, whatever the order of declaration")
  void initialValues() {
    float[] u = initial(3, "u", "v").get("u");
    assertThat(initial(3, "v", "u").get("u")).isEqualTo(u);
    assertThat(initial(3, "u", "v").get("v")).isNotEqualTo(u);
    assertThat(initial(4, "u", "v").get("u")).isNotEqualTo(u);
  }

  private static java.util.Map<String, float[]> initial(long seed, String... names) {
    try (TfGraph graph = TfGraph.create(CPU, seed)) {
      TfOps ops = graph.training("t");
      for (String name : names) {
        ops.parameter(name, Shape.of(4), Initializer.normal(1));
      }
      return graph.parameters().readAll(List.of(names));
    }
  }

  @Test
  @DisplayName("feeds kept values to every run until a run brings its own")
  void kept() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      graph.keep("edges", HostTensor.of(new int[] {1, 2, 3}, 3));
      Expr edges = ops.input("edges", DType.INT, Shape.of(Dim.named("E")));
      RunRequest plan = RunRequest.fetch(edges, edges);
      assertThat(graph.run(plan, new Feeds()).ints(edges)).containsExactly(1, 2, 3);
      assertThat(graph.run(plan, new Feeds().ints("edges", new int[] {9}, 1)).ints(edges))
          .containsExactly(9);
      assertThat(graph.run(plan, new Feeds()).ints(edges)).containsExactly(1, 2, 3);
      Feeds none = new Feeds().ints("edges", new int[0], 0);
      assertThat(graph.run(plan, none).ints(edges)).isEmpty();
    }
  }

  @Test
  @DisplayName("refuses to keep what does not fit its input, at once or when the input is declared")
  void keptMisfit() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      Expr edges = ops.input("edges", DType.INT, Shape.of(Dim.named("E")));
      graph.keep("edges", HostTensor.of(new int[] {1, 2, 3}, 3));
      assertThatThrownBy(() -> graph.keep("edges", HostTensor.of(new int[] {1, 2}, 2, 1)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("'edges'");
      assertThat(graph.run(RunRequest.fetch(edges), new Feeds()).ints(edges))
          .containsExactly(1, 2, 3);
      graph.keep("late", HostTensor.of(new int[] {1, 2}, 2));
      ops.input("late", DType.FLOAT, Shape.of(2));
      assertThatThrownBy(() -> graph.run(RunRequest.fetch(edges), new Feeds()))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("'late'");
    }
  }

  @Test
  @DisplayName("names the inputs that disagree about a dimension, before native code is called")
  void disagreement() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      Expr sum =
          ops.add(
              ops.input("a", DType.FLOAT, Shape.of(BATCH)),
              ops.input("b", DType.FLOAT, Shape.of(BATCH)));
      Feeds feeds = new Feeds().floats("a", new float[2], 2).floats("b", new float[3], 3);
      assertThatThrownBy(() -> graph.run(RunRequest.fetch(sum), feeds))
          .isInstanceOf(ShapeException.class)
          .hasMessage("dimension 'B' is 2 in input 'a' and 3 in input 'b'");
    }
  }

  @Test
  @DisplayName("tells where the time of a run went")
  void profile() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      Expr scores = network(graph.inference("eval"));
      OperationTimes times =
          graph.profile(RunRequest.fetch(scores), new Feeds().floats("x", batch(64), 64, 8));
      // TensorFlow may have fused the product with what follows it, under a longer name.
      assertThat(times.kinds())
          .anySatisfy(
              kind -> {
                assertThat(kind.name()).contains("MatMul");
                assertThat(kind.count()).isPositive();
              });
      assertThat(times.toString()).contains("all operations").contains("MatMul");
    }
  }

  @Test
  @DisplayName("takes truth values")
  void booleans() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      Expr mask = ops.input("mask", DType.BOOL, Shape.of(BATCH));
      Expr chosen = ops.where(mask, ops.constant(1), ops.constant(-1));
      Feeds feeds = new Feeds().booleans("mask", new boolean[] {true, false, true}, 3);
      Fetched fetched = graph.run(RunRequest.fetch(chosen, mask), feeds);
      assertThat(fetched.floats(chosen)).containsExactly(1, -1, 1);
      assertThat(fetched.booleans(mask)).containsExactly(true, false, true);
      assertThatThrownBy(() -> fetched.ints(mask)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("says that an index is out of range")
  void outOfRange() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.inference("eval");
      Expr rows =
          ops.gather(
              ops.parameter("t", Shape.of(2, 2), Initializer.ones()),
              ops.input("i", DType.INT, Shape.of(1)));
      assertThatThrownBy(
              () -> graph.run(RunRequest.fetch(rows), new Feeds().ints("i", new int[] {7}, 1)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("7");
    }
  }

  @Test
  @DisplayName("is closed once and for all, and says so")
  void closed() {
    TfGraph graph = TfGraph.create(CPU, 1);
    TfOps ops = graph.training("train");
    Expr loss = loss(ops);
    graph.keep("x", HostTensor.of(batch(1), 1, 8));
    graph.close();
    graph.close();
    assertThat(graph.isClosed()).isTrue();
    assertThatThrownBy(() -> graph.run(RunRequest.fetch(loss), new Feeds()))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> graph.parameters().readAll(List.of("w1")).get("w1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> graph.parameters().assign("w1", new float[128]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> graph.training("again")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ops.neg(loss)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> graph.keep("x", HostTensor.of(batch(1), 1, 8)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new AdamOptimizer(graph, AdamSettings.defaults()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  @Tag("thorough")
  @DisplayName("keeps resident memory flat over 3000 training steps with batches of changing size")
  void memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.isReadable(status), "needs /proc to measure resident memory");
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      Expr loss = loss(graph.training("train"));
      Expr scores = network(graph.inference("eval"));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      RunRequest plan = new RunRequest(List.of(loss, scores), List.of(adam.minimize(loss)));
      float[] x = batch(4096);
      long before = 0;
      for (int step = 1; step <= 3000; step++) {
        int rows = 2000 + step % 7; // 64 kB of input: a leak would show as 190 MB
        Feeds feeds = new Feeds().floats("x", x, rows, 8).dropoutSeed(step);
        adam.feed(feeds, 1e-4, step);
        graph.run(plan, feeds);
        if (step == 500) {
          before = residentKb(status);
        }
      }
      assertThat(residentKb(status) - before).as("growth in kB").isLessThan(60_000);
    }
  }

  private static long residentKb(Path status) throws IOException {
    System.gc();
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
