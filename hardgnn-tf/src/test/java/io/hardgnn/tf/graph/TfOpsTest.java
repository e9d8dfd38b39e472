package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.TopK;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.SessionSettings;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("TfOps computes")
class TfOpsTest {

  private TfGraph graph;
  private TfOps ops;
  private final Feeds feeds = new Feeds();

  @BeforeEach
  void open() {
    graph = TfGraph.create(SessionSettings.defaults().intraOpThreads(2).gpu(false), 1);
    ops = graph.training("test");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  private Expr floats(String name, float[] values, int... dims) {
    feeds.floats(name, values, dims);
    return ops.input(name, DType.FLOAT, Shape.of(dims));
  }

  private Expr ints(String name, int[] values, int... dims) {
    feeds.ints(name, values, dims);
    return ops.input(name, DType.INT, Shape.of(dims));
  }

  private float[] value(Expr x) {
    return graph.run(RunRequest.fetch(x), feeds).floats(x);
  }

  private float[] apply(Function<Expr, Expr> function, float... x) {
    return value(function.apply(floats("x", x, x.length)));
  }

  private static void near(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(1e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  @DisplayName("the elementwise functions")
  void elementwise() {
    near(apply(ops::neg, 1, -2), -1, 2);
    near(value(ops.exp(floats("e", new float[] {0, 1}, 2))), 1, Math.E);
    near(value(ops.log(floats("l", new float[] {1, 2}, 2))), 0, Math.log(2));
    near(value(ops.square(floats("s", new float[] {3, -2}, 2))), 9, 4);
    near(value(ops.rsqrt(floats("r", new float[] {4, 0.25f}, 2))), 0.5, 2);
    near(value(ops.sigmoid(floats("g", new float[] {0, 2}, 2))), 0.5, 1 / (1 + Math.exp(-2)));
    near(value(ops.tanh(floats("t", new float[] {0.5f}, 1))), Math.tanh(0.5));
    near(value(ops.softplus(floats("p", new float[] {100, -100, 0}, 3))), 100, 0, Math.log(2));
    near(value(ops.leakyRelu(floats("k", new float[] {2, -2}, 2), 0.5)), 2, -1);
    near(value(ops.gelu(floats("u", new float[] {1, -1, 0}, 3))), 0.841344746, -0.158655254, 0);
  }

  @Test
  @DisplayName("pairs that broadcast")
  void broadcasting() {
    Expr matrix = floats("m", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Expr row = floats("row", new float[] {10, 20, 30}, 3);
    Expr column = floats("column", new float[] {2, 3}, 2, 1);
    near(value(ops.add(matrix, row)), 11, 22, 33, 14, 25, 36);
    near(value(ops.sub(row, matrix)), 9, 18, 27, 6, 15, 24);
    near(value(ops.mul(matrix, column)), 2, 4, 6, 12, 15, 18);
    near(value(ops.div(matrix, column)), 0.5, 1, 1.5, 4 / 3.0, 5 / 3.0, 2);
    near(value(ops.maximum(matrix, ops.constant(3.5))), 3.5, 3.5, 3.5, 4, 5, 6);
  }

  @Test
  @DisplayName("comparisons and choices")
  void comparisons() {
    Expr a = ints("a", new int[] {1, 2, 3}, 3);
    Expr b = ints("b", new int[] {2}, 1);
    near(value(ops.toFloat(ops.equal(a, b))), 0, 1, 0);
    near(value(ops.toFloat(a)), 1, 2, 3);
    Expr x = floats("x", new float[] {-1, 5, 2}, 3);
    near(value(ops.where(ops.greater(x, ops.constant(2)), x, ops.constant(0))), 0, 5, 0);
    near(value(ops.constant(new double[] {1, 2, 3, 4}, Shape.of(2, 2))), 1, 2, 3, 4);
  }

  @Test
  @DisplayName("sums, means and largest elements along an axis")
  void reductions() {
    Expr x = floats("x", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    near(value(ops.sum(x, 0)), 5, 7, 9);
    near(value(ops.sum(x, -1)), 6, 15);
    near(value(ops.mean(x, 1)), 2, 5);
    near(value(ops.max(x, 0)), 4, 5, 6);
    near(value(ops.sumAll(x)), 21);
  }

  @Test
  @DisplayName("matrix products of one and of many matrices")
  void products() {
    Expr a = floats("a", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
    Expr b = floats("b", new float[] {1, 0, 1, 1}, 2, 2);
    near(value(ops.matmul(a, b)), 3, 2, 7, 4, 11, 6, 15, 8);
    near(value(ops.matmulTransposed(a, b)), 1, 3, 3, 7, 5, 11, 7, 15);
    near(value(ops.matmulTransposed(a, a)), 5, 11, 11, 25, 61, 83, 83, 113);
    near(value(ops.matmul(ops.select(a, 0, 1), b)), 11, 6, 15, 8);
  }

  @Test
  @DisplayName("reshaping, transposing, joining and slicing")
  void shapes() {
    Expr x = floats("x", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    near(value(ops.transpose(x, 1, 0)), 1, 4, 2, 5, 3, 6);
    near(value(ops.concat(1, List.of(x, ops.neg(x)))), 1, 2, 3, -1, -2, -3, 4, 5, 6, -4, -5, -6);
    near(value(ops.stack(1, List.of(x, ops.neg(x)))), 1, 2, 3, -1, -2, -3, 4, 5, 6, -4, -5, -6);
    near(value(ops.slice(x, 1, 1, 3)), 2, 3, 5, 6);
    near(value(ops.select(x, -1, 2)), 3, 6);
    near(value(ops.expandDims(x, 0)), 1, 2, 3, 4, 5, 6);
    near(value(ops.split(x, 1, 3).get(1)), 2, 5);
  }

  @Test
  @DisplayName("shapes with two sizes that only the batch knows")
  void namedDimensions() {
    Dim batch = Dim.named("B");
    Dim length = Dim.named("S");
    Expr x = ops.input("x", DType.FLOAT, Shape.of(batch, length, Dim.of(2)));
    Expr flat = ops.reshape(x, Shape.of(batch.times(length), 2));
    Expr weights = ops.parameter("w", Shape.of(2, 2), Initializer.of(new float[] {0, 1, 1, 0}));
    Expr swapped = ops.reshape(ops.matmul(flat, weights), Shape.of(batch, length, Dim.of(2)));
    Expr positions =
        ops.parameter("p", Shape.of(4, 2), Initializer.of(new float[] {0, 0, 1, 1, 2, 2, 3, 3}));
    Expr y = ops.add(ops.matmul(swapped, weights), ops.tail(positions, 0, length));
    feeds.floats("x", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 2);
    near(value(y), 2, 3, 5, 6, 8, 9, 8, 9, 11, 12, 14, 15);
    feeds.floats("x", new float[] {1, 2}, 1, 1, 2);
    near(value(y), 4, 5);
  }

  @Test
  @DisplayName("rows by index and sums of rows by id")
  void indexing() {
    Expr table = floats("t", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Expr ids = ints("i", new int[] {2, 0, 2, 1}, 2, 2);
    near(value(ops.gather(table, ids)), 5, 6, 1, 2, 5, 6, 3, 4);
    Expr segments = ints("s", new int[] {3, 0, 3}, 3);
    near(value(ops.segmentSum(table, segments, Dim.of(4))), 3, 4, 0, 0, 0, 0, 6, 8);
  }

  @Test
  @DisplayName("the sum over neighbours, with zeros for a target without an edge")
  void neighbours() {
    Dim edges = Dim.named("edges");
    Expr targets = ops.input("targets", DType.INT, Shape.of(edges));
    Expr sources = ops.input("sources", DType.INT, Shape.of(edges));
    Expr reversedTargets = ops.input("rt", DType.INT, Shape.of(edges));
    Expr reversedSources = ops.input("rs", DType.INT, Shape.of(edges));
    feeds.ints("targets", new int[] {0, 0, 2}, 3).ints("sources", new int[] {1, 2, 1}, 3);
    feeds.ints("rt", new int[] {1, 1, 2}, 3).ints("rs", new int[] {0, 2, 0}, 3);
    Adjacency adjacency =
        new Adjacency(targets, sources, Dim.of(4), reversedTargets, reversedSources, Dim.of(3));
    Expr x = floats("x", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    near(value(ops.neighbourSum(adjacency, x)), 8, 10, 0, 0, 3, 4, 0, 0);
    Expr y = floats("y", new float[] {1, 2, 3, 4}, 4, 1);
    near(value(ops.neighbourSum(adjacency.reversed(), y)), 0, 4, 1);
  }

  @Test
  @DisplayName("the largest elements of each row, equal ones in order of index, and filled cells")
  void largest() {
    Expr x = floats("x", new float[] {1, 5, 5, 2, 9, 0, 9, 9}, 2, 4);
    TopK top = ops.topK(x, 2);
    Fetched fetched = graph.run(RunRequest.fetch(top.values(), top.indices()), feeds);
    near(fetched.floats(top.values()), 5, 5, 9, 9);
    assertThat(fetched.ints(top.indices())).containsExactly(1, 2, 0, 2);
    Expr rows = ints("rows", new int[] {0, 1, 1}, 3);
    Expr columns = ints("columns", new int[] {1, 0, 0}, 3);
    near(value(ops.fillCells(x, rows, columns, -1)), 1, -1, 5, 2, -1, 0, 9, 9);
  }

  @Test
  @DisplayName("the items of greatest score in a catalogue of several blocks, as a sort finds them")
  void longCatalogue() {
    int rows = 3;
    int k = 5;
    for (int count : new int[] {Ops.BLOCK_OF_ITEMS + 2, 2 * Ops.BLOCK_OF_ITEMS + 7_000}) {
      SplittableRandom random = new SplittableRandom(count);
      float[] queries = wholes(random, 2 * rows);
      float[] vectors = wholes(random, 2 * count); // small whole numbers: many equal scores
      float[] biases = wholes(random, count);
      biases[count - 1] = 1_000; // in the last block, which is shorter than k in the first case
      biases[Ops.BLOCK_OF_ITEMS] = 999;
      Expr x = floats("x" + count, queries, rows, 2);
      Expr items = floats("items" + count, vectors, count, 2);
      TopK top = ops.topScores(x, items, floats("biases" + count, biases, count), k);
      TopK unbiased = ops.topScores(x, items, null, k);
      Fetched fetched =
          graph.run(
              RunRequest.fetch(top.values(), top.indices(), unbiased.values(), unbiased.indices()),
              feeds);
      assertThat(fetched.ints(top.indices())).isEqualTo(sorted(queries, vectors, biases, k));
      float[] none = new float[count];
      int[] best = sorted(queries, vectors, none, k);
      assertThat(fetched.ints(unbiased.indices())).isEqualTo(best);
      float[] values = fetched.floats(unbiased.values());
      for (int n = 0; n < best.length; n++) {
        assertThat(values[n]).isEqualTo(score(queries, n / k, vectors, best[n]));
      }
    }
  }

  private static float[] wholes(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int n = 0; n < count; n++) {
      values[n] = random.nextInt(-20, 21);
    }
    return values;
  }

  private static float score(float[] queries, int row, float[] vectors, int item) {
    return queries[2 * row] * vectors[2 * item] + queries[2 * row + 1] * vectors[2 * item + 1];
  }

  private static int[] sorted(float[] queries, float[] vectors, float[] biases, int k) {
    return IntStream.range(0, queries.length / 2)
        .flatMap(
            row ->
                IntStream.range(0, biases.length)
                    .boxed()
                    .sorted(
                        Comparator.comparing(
                            item -> -(score(queries, row, vectors, item) + biases[item])))
                    .limit(k)
                    .mapToInt(item -> item))
        .toArray();
  }

  @Test
  @DisplayName("nothing of a catalogue whose vectors are of another length than the queries")
  void otherLength() {
    Expr x = floats("x", new float[] {1, 2}, 1, 2);
    Expr items = floats("items", new float[3 * 20_000], 20_000, 3);
    assertThatThrownBy(() -> ops.topScores(x, items, null, 5))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("[1, 2]", "[20000, 3]");
  }

  @Test
  @DisplayName("normalisations, without overflow")
  void normalisation() {
    Expr x = floats("x", new float[] {1000, 1000, 0, 0}, 2, 2);
    near(value(ops.softmax(x)), 0.5, 0.5, 0.5, 0.5);
    near(value(ops.logSumExp(x)), 1000 + Math.log(2), Math.log(2));
    Expr y = floats("y", new float[] {1, 3, 3, 4, 0, 0}, 3, 2);
    near(value(ops.l2Normalize(y)), 1 / Math.sqrt(10), 3 / Math.sqrt(10), 0.6, 0.8, 0, 0);
    Expr gain = floats("gain", new float[] {2, 1}, 2);
    Expr bias = floats("bias", new float[] {0, 10}, 2);
    near(value(ops.layerNorm(y, gain, bias, 1e-9)), -2, 11, -2, 11, 0, 10);
  }

  @Test
  @DisplayName("nothing at all in native code when shapes do not fit")
  void shapeMistakes() {
    Expr x = floats("x", new float[] {1, 2}, 2);
    assertThatThrownBy(() -> ops.add(x, floats("y", new float[] {1, 2, 3}, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2]");
    feeds.floats("x", new float[] {1, 2, 3}, 3);
    assertThatThrownBy(() -> value(x))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("input 'x'");
    Expr z = ops.input("z", DType.FLOAT, Shape.of(2));
    feeds.floats("x", new float[] {1, 2}, 2);
    assertThatThrownBy(() -> value(ops.add(x, z)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("input 'z' was not fed; ");
    feeds.ints("nowhere", new int[] {1}, 1);
    assertThatThrownBy(() -> value(x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }
}
