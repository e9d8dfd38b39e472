package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.encoder.selfgnn.GraphConfig;
import io.hardgnn.encoder.selfgnn.IntervalConfig;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceConfig;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.Objective;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.Targets;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The sequence phase on ONNX Runtime agrees with the oracle")
class EncoderParityTest {

  private static final int ITEMS = 20;
  private static final int DIM = 8;
  private static final int LENGTH = 6;

  @TempDir private Path folder;

  private record Case(String name, EncoderConfig encoder, Scoring scoring) {
    boolean hasUsers() {
      return encoder.gives().contains(Gives.USERS);
    }

    ModelDefinition definition() {
      Objective objective = new Objective(new Targets.OnePerUser(), new BinaryCrossEntropy(1));
      float[] bias = new float[ITEMS];
      bias[3] = 0.5f;
      return ModelDefinition.of(encoder, scoring, objective, 3, bias);
    }

    @Override
    public String toString() {
      return name + ", " + scoring.kind();
    }
  }

  /** Every encoder, by the scoring that has an own part in serving. */
  static Stream<Case> cases() {
    return cases(List.of(new Scoring.DotWithBias(true)));
  }

  static Stream<Case> casesOfOtherScorings() {
    return cases(
        List.of(new Scoring.Dot(true), new Scoring.Cosine(0.07), new Scoring.Cosine(0.07, true)));
  }

  private static Stream<Case> cases(List<Scoring> scorings) {
    List<Case> cases = new ArrayList<>();
    for (Scoring scoring : scorings) {
      cases.add(new Case("residual graph", residual(), scoring));
      cases.add(new Case("residual graph with time gaps", residual().timeGaps(true), scoring));
      cases.add(new Case("residual graph with gates", residual().gated(true), scoring));
      for (PositionEncoding positions : PositionEncoding.values()) {
        cases.add(
            new Case(
                "residual graph, positions " + positions,
                residual().positions(positions),
                scoring));
      }
      cases.add(new Case("matrix factorisation", new MatrixFactorization(DIM, LENGTH), scoring));
      cases.add(new Case("SASRec", new SasRec(DIM, LENGTH, 2, 2, 0.1), scoring));
      cases.add(new Case("GRU4Rec", new Gru4Rec(DIM, LENGTH, 2, 0.1), scoring));
      cases.add(new Case("LightGCN", new LightGcn(DIM, 2, LENGTH), scoring));
      cases.add(new Case("NGCF", new Ngcf(DIM, 3, LENGTH, 0.1), scoring));
      for (SequenceMode mode : SequenceMode.values()) {
        for (Readout readout : Readout.values()) {
          cases.add(new Case("SelfGNN, " + mode + ", " + readout, selfGnn(mode, readout), scoring));
        }
      }
    }
    return cases.stream();
  }

  private static ResidualGraph residual() {
    return new ResidualGraph()
        .embeddingDim(DIM)
        .edgeSample(0)
        .historyLength(LENGTH)
        .feedForward(2)
        .layerNormEpsilon(1e-6);
  }

  private static EncoderConfig selfGnn(SequenceMode mode, Readout readout) {
    return new SelfGnn(
        DIM,
        new GraphConfig().intervals(2).normalization(Normalization.NONE).tablePerInterval(true),
        new IntervalConfig().norm(IntervalNorm.NONE),
        new SequenceConfig(LENGTH, 2, mode, true, readout, true),
        new AttentionConfig(),
        1e-6);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void sequences(Case given, @Seed long seed) {
    checkSequences(given, seed);
  }

  @ParameterizedTest(name = "in its vectors and in a bundle: {0}")
  @Tag("thorough")
  @MethodSource("casesOfOtherScorings")
  void otherScorings(Case given, @Seed long seed) {
    checkSequences(given, seed);
    checkBundles(given, seed);
  }

  @Test
  @DisplayName("by the cosine, in a bundle")
  void cosine(@Seed long seed) {
    checkBundles(new Case("residual graph", residual(), new Scoring.Cosine(0.07)), seed);
  }

  private static void checkSequences(Case given, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4; round++) {
      int batch = random.nextInt(1, 5);
      int length = random.nextInt(1, LENGTH + 1);
      float[] mask = new float[batch * length];
      for (int row = 0; row < batch; row++) {
        // the first history is empty
        int used = row == 0 ? 0 : random.nextInt(1, length + 1);
        Arrays.fill(mask, (row + 1) * length - used, (row + 1) * length, 1);
      }
      OracleParity.Feeds feeds = new OracleParity.Feeds(random);
      feeds.ints("sequence.items", ITEMS, batch, length);
      feeds.put("sequence.mask", HostTensor.of(mask, batch, length));
      feeds.ints("sequence.time_gaps", TimeGaps.CODES, batch, length);
      feeds.floats("table", -1, 1, ITEMS, DIM);
      feeds.floats("users", -1, 1, batch, DIM);
      OracleParity.check(
          given + ", round " + round, feeds, 1e-4, ops -> Map.of("user", userVectors(ops, given)));
    }
  }

  private static Expr userVectors(Ops ops, Case given) {
    Expr table = ops.input("table", DType.FLOAT, Shape.of(ITEMS, DIM));
    Expr users =
        given.hasUsers() ? ops.input("users", DType.FLOAT, Shape.of(Dim.named("B"), DIM)) : null;
    return given.definition().userVectors(ops, table, users);
  }

  @ParameterizedTest(name = "in a bundle: {0}")
  @MethodSource("cases")
  void bundles(Case given, @Seed long seed) {
    checkBundles(given, seed);
  }

  /** Times of which some are equal, some seconds and some years apart. */
  private static long[] times(SplittableRandom random, int[] offsets) {
    long[] times = new long[offsets[offsets.length - 1]];
    for (int user = 0; user + 1 < offsets.length; user++) {
      for (int n = offsets[user]; n < offsets[user + 1]; n++) {
        long gap = random.nextInt(4) == 0 ? 0 : 1L << random.nextInt(10, 38);
        times[n] = (n == offsets[user] ? 1_000_000_000_000L : times[n - 1]) + gap;
      }
    }
    return times;
  }

  /** Codes of the times before the newest interactions of a user. */
  private static JavaTensor gaps(long[] times, int from, int to, int newest) {
    double[] codes = new double[newest];
    for (int i = 0; i < newest; i++) {
      int n = to - newest + i;
      double seconds = n == from ? -1 : Math.floor((times[n] - times[n - 1]) / 1000.0);
      codes[i] =
          Math.min(26, seconds < 0 ? 0 : 1 + Math.floor(Math.log(seconds + 1) / Math.log(2)));
    }
    return new JavaTensor(new int[] {1, newest}, codes);
  }

  private void checkBundles(Case given, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] table = floats(random, ITEMS * DIM);
    float[] users = floats(random, 3 * DIM);
    int[][] histories = {
      random.ints(9, 0, ITEMS).toArray(), {4}, random.ints(3, 0, ITEMS).toArray()
    };
    int[] offsets = {0, 9, 10, 13};
    long[] times = times(random, offsets);
    Map<String, HostTensor> weights = new HashMap<>();
    float[][] expected = new float[3][];
    double[][] scores = new double[3][];
    for (int user = 0; user < 3; user++) {
      int[] history = histories[user];
      int[] recent =
          Arrays.copyOfRange(history, Math.max(0, history.length - LENGTH), history.length);
      Map<String, JavaTensor> feeds = new HashMap<>();
      feeds.put(
          "sequence.items",
          new JavaTensor(
              new int[] {1, recent.length}, Arrays.stream(recent).asDoubleStream().toArray()));
      double[] ones = new double[recent.length];
      Arrays.fill(ones, 1);
      feeds.put("sequence.mask", new JavaTensor(new int[] {1, recent.length}, ones));
      feeds.put("sequence.time_gaps", gaps(times, offsets[user], offsets[user + 1], recent.length));
      feeds.put("table", new JavaTensor(new int[] {ITEMS, DIM}, doubles(table, 0, table.length)));
      feeds.put(
          "users",
          new JavaTensor(new int[] {1, DIM}, doubles(users, user * DIM, (user + 1) * DIM)));
      JavaOps oracle = JavaOps.with(feeds, Map.of(), 7);
      Expr vectors = userVectors(oracle, given);
      expected[user] = narrow(oracle.valueOf(vectors).data());
      Expr itemVectors =
          given
              .definition()
              .itemVectors(oracle, oracle.input("table", DType.FLOAT, Shape.of(ITEMS, DIM)));
      Expr biases = given.definition().itemBiases(oracle);
      scores[user] =
          oracle.valueOf(Prediction.allScores(oracle, vectors, itemVectors, biases)).data();
      oracle
          .parameters()
          .forEach(
              (name, value) ->
                  weights.put(
                      name, HostTensor.of(narrow(value.value().data()), value.value().sizes())));
    }
    int[] items = Arrays.stream(histories).flatMapToInt(Arrays::stream).toArray();
    OnnxExporter.export(
        new OnnxExporter.Source(
            given.definition(),
            weights,
            HostTensor.of(table, ITEMS, DIM),
            given.hasUsers() ? HostTensor.of(users, 3, DIM) : null,
            ids("u", 3),
            ids("i", ITEMS),
            new Sequences(offsets, items, times, ITEMS),
            Map.of("seed", "7"),
            Blend.off()),
        folder.resolve("bundle"));
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      for (int user = 0; user < 3; user++) {
        assertThat(recommender.userEmbedding("u" + user).orElseThrow())
            .as("user " + user + ", seed " + seed)
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(expected[user]);
        for (Recommendation one :
            recommender.recommend("u" + user, ITEMS, ItemFilter.unseen().includingKnown())) {
          double score = scores[user][Integer.parseInt(one.item().substring(1))];
          assertThat((double) one.score())
              .as(one + ", seed " + seed)
              .isCloseTo(score, within(1e-4 * (1 + Math.abs(score))));
        }
      }
    }
  }

  @Test
  @DisplayName("in item vectors that are computed in blocks of rows, the last one shorter")
  void itemVectorsInBlocks() {
    ModelDefinition definition =
        new Case("cosine", residual(), new Scoring.Cosine(0.07)).definition();
    float[] table = floats(new SplittableRandom(5), ITEMS * DIM);
    for (int rowsAtOnce : new int[] {1, 7, ITEMS, ITEMS + 1}) {
      float[] vectors = ItemVectors.of(definition, name -> null, table, rowsAtOnce);
      for (int item = 0; item < ITEMS; item++) {
        float[] row = Arrays.copyOfRange(table, item * DIM, (item + 1) * DIM);
        float norm = EmbeddingTable.norm(row);
        for (int i = 0; i < DIM; i++) {
          assertThat(vectors[item * DIM + i]).isCloseTo(row[i] / norm, within(1e-6f));
        }
      }
    }
  }

  private static Vocabulary ids(String prefix, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(prefix + i);
    }
    return Vocabulary.of(ids);
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static double[] doubles(float[] values, int from, int to) {
    double[] copy = new double[to - from];
    Arrays.setAll(copy, i -> values[from + i]);
    return copy;
  }

  private static float[] narrow(double[] values) {
    float[] copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) values[i];
    }
    return copy;
  }
}
