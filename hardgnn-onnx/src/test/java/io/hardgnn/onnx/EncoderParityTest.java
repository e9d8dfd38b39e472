package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.RecommendationLossKind;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.AttentionConfig;
import io.hardgnn.model.AttentionWeights;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.GraphConfig;
import io.hardgnn.model.IntervalConfig;
import io.hardgnn.model.IntervalNorm;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.model.Normalization;
import io.hardgnn.model.Prediction;
import io.hardgnn.model.Readout;
import io.hardgnn.model.Recurrence;
import io.hardgnn.model.ScoringConfig;
import io.hardgnn.model.SequenceConfig;
import io.hardgnn.model.SequenceMode;
import io.hardgnn.model.Similarity;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.JavaOps;
import io.hardgnn.ops.JavaTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
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

  private record Case(String name, ModelConfig config) {
    boolean hasUsers() {
      return config.encoder() == EncoderKind.SELF_GNN;
    }

    ModelDefinition definition() {
      ObjectiveConfig objective =
          new ObjectiveConfig(
              TargetMode.ONE_PER_USER,
              1,
              false,
              RecommendationLossKind.BCE,
              1,
              0,
              1,
              1,
              0,
              L2Scope.values()[0],
              0,
              0,
              1,
              ContrastiveNegatives.values()[0],
              0,
              0);
      float[] bias = new float[ITEMS];
      bias[3] = 0.5f;
      return ModelDefinition.of(config, objective, 3, bias);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Similarity similarity : Similarity.values()) {
      cases.add(
          new Case(
              "residual graph, " + similarity,
              config(EncoderKind.RESIDUAL_GRAPH, SequenceMode.TOKENS, Readout.SUM, similarity)));
      for (SequenceMode mode : SequenceMode.values()) {
        for (Readout readout : Readout.values()) {
          cases.add(
              new Case(
                  "SelfGNN, " + mode + ", " + readout + ", " + similarity,
                  config(EncoderKind.SELF_GNN, mode, readout, similarity)));
        }
      }
    }
    return cases.stream();
  }

  private static ModelConfig config(
      EncoderKind kind, SequenceMode mode, Readout readout, Similarity similarity) {
    return new ModelConfig(
        kind,
        DIM,
        1e-6,
        new GraphConfig(2, IntervalScheme.values()[0], 1, Normalization.NONE, 0.5, true),
        new IntervalConfig(Recurrence.GRU, false, IntervalNorm.NONE, 0),
        new AttentionConfig(2, true, true, AttentionWeights.SOFTMAX),
        new SequenceConfig(LENGTH, LENGTH, 2, mode, true, readout, 0.1),
        new ScoringConfig(similarity, 0.07, true, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void sequences(Case given) {
    for (int round = 0; round < 4; round++) {
      long seed = new SplittableRandom().nextLong();
      SplittableRandom random = new SplittableRandom(seed);
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
      feeds.floats("table", -1, 1, ITEMS, DIM);
      feeds.floats("users", -1, 1, batch, DIM);
      OracleParity.check(
          given + ", seed " + seed, feeds, 1e-4, ops -> Map.of("user", userVectors(ops, given)));
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
  void bundles(Case given) {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    float[] table = floats(random, ITEMS * DIM);
    float[] users = floats(random, 3 * DIM);
    int[][] histories = {
      random.ints(9, 0, ITEMS).toArray(), {4}, random.ints(3, 0, ITEMS).toArray()
    };
    int[] offsets = {0, 9, 10, 13};
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
            new Histories(offsets, items),
            Map.of("seed", "7")),
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
        new Case(
                "cosine",
                config(
                    EncoderKind.RESIDUAL_GRAPH,
                    SequenceMode.TOKENS,
                    Readout.SUM,
                    Similarity.COSINE))
            .definition();
    float[] table = floats(new SplittableRandom(5), ITEMS * DIM);
    for (int rowsAtOnce : new int[] {1, 7, ITEMS, ITEMS + 1}) {
      float[] vectors = ItemVectors.of(definition, name -> null, table, rowsAtOnce);
      for (int item = 0; item < ITEMS; item++) {
        float[] row = Arrays.copyOfRange(table, item * DIM, (item + 1) * DIM);
        float norm = ItemStatistics.norm(row);
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
