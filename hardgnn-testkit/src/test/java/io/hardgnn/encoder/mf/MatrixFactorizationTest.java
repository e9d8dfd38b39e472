package io.hardgnn.encoder.mf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.config.Presets;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.plain.PlainTables;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.settings.Parts;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Matrix factorisation")
class MatrixFactorizationTest {

  private static final int USERS = 4;
  private static final int ITEMS = 9;
  private static final int DIM = 3;

  private final long seed;
  private final SplittableRandom random;
  private final double[] users;
  private final double[] items;

  MatrixFactorizationTest(@Seed long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.users = random.doubles(USERS * DIM, -1, 1).toArray();
    this.items = random.doubles(ITEMS * DIM, -1, 1).toArray();
  }

  private static ModelDefinition definition() {
    return ModelDefinition.of(
        new MatrixFactorization(DIM, 5),
        new Scoring.Dot(),
        new Objective(new Targets.OnePerUser(), new BayesianPersonalizedRanking(2)),
        USERS,
        new float[ITEMS]);
  }

  private Map<String, JavaTensor> parameters() {
    return Map.of(
        "user_embedding", new JavaTensor(new int[] {USERS, DIM}, users),
        "item_embedding", new JavaTensor(new int[] {ITEMS, DIM}, items));
  }

  @Test
  @DisplayName("is found by its kind, and its loss by its own")
  void found() {
    assertThat(Parts.of(EncoderConfig.class, List.of()))
        .containsEntry("matrix_factorization", new MatrixFactorization());
    assertThat(Parts.of(Loss.class, List.of()))
        .containsEntry("bpr", new BayesianPersonalizedRanking());
  }

  @RepeatedTest(5)
  @DisplayName("has a loss of -ln sigma(u i - u j), averaged over pairs, in plain arithmetic")
  void loss() {
    int[] batch = {2, 0};
    int[] nodes = {7, 1, 4, 8};
    int[] targets = {0, 2};
    int[] queries = {0, 0, 1, 1};
    int[] negatives = {1, 3, 1, 0};
    Map<String, JavaTensor> feeds = new HashMap<>();
    feeds.put(StepInputs.NODE_USERS, indices(batch));
    feeds.put(StepInputs.NODE_ITEMS, indices(nodes));
    feeds.put(StepInputs.BATCH_USERS, indices(0, 1));
    feeds.put(StepInputs.TARGETS, indices(targets));
    feeds.put(StepInputs.TARGET_SEQUENCES, indices(0, 1));
    feeds.put(StepInputs.PAIR_QUERIES, indices(queries));
    feeds.put(StepInputs.PAIR_NEGATIVES, indices(negatives));
    putHistories(feeds, new int[][] {{1}, {0}});
    JavaOps ops = JavaOps.with(feeds, parameters());
    Objective.Terms terms = definition().trainingStep(ops);

    double expected = 0;
    for (int pair = 0; pair < queries.length; pair++) {
      int user = batch[queries[pair]];
      double margin =
          score(user, nodes[targets[queries[pair]]]) - score(user, nodes[negatives[pair]]);
      expected += Math.log1p(Math.exp(-margin)) / queries.length;
    }
    assertThat(terms.unweighted()).containsOnlyKeys("bpr");
    assertThat(ops.valueOf(terms.total()).item())
        .as("seed " + seed)
        .isCloseTo(expected, within(1e-9));
    assertThat(ops.parameterNames()).containsExactlyInAnyOrder("user_embedding", "item_embedding");
  }

  @Test
  @DisplayName(
      "has, as it is trained, the loss of BPR and half the squares of what each pair touches")
  void preset() {
    PlainStep step =
        new PlainStep(Presets.Models.bprMf().encoder(new MatrixFactorization(DIM, 5)), seed);
    PlainTables tables =
        new PlainTables(step.matrix("user_embedding"), step.matrix("item_embedding"));
    tables.assertForward(step);
    tables.assertPairLosses(step);
  }

  @RepeatedTest(5)
  @DisplayName("scores a known user by the own vector, a guest by the mean of the items' vectors")
  void serving() {
    int[][] histories = {{3, 5}, {6}, {}, {2, 2, 8}};
    int[] known = {1, -1, -1, -1};
    Map<String, JavaTensor> feeds = new HashMap<>();
    putHistories(feeds, histories);
    double[] given = new double[known.length * DIM];
    System.arraycopy(users, DIM, given, 0, DIM); // all others come with zeros
    feeds.put("users", new JavaTensor(new int[] {known.length, DIM}, given));
    feeds.put("table", new JavaTensor(new int[] {ITEMS, DIM}, items));
    JavaOps ops = JavaOps.with(feeds, Map.of());
    Expr table = ops.input("table", DType.FLOAT, Shape.of(ITEMS, DIM));
    Expr own = ops.input("users", DType.FLOAT, Shape.of(Dim.named("B"), Dim.of(DIM)));
    double[] vectors = ops.valueOf(definition().userVectors(ops, table, own)).data();
    for (int row = 0; row < histories.length; row++) {
      for (int k = 0; k < DIM; k++) {
        double mean = 0;
        for (int item : histories[row]) {
          mean += items[item * DIM + k] / histories[row].length;
        }
        double expected = known[row] >= 0 ? users[known[row] * DIM + k] : mean;
        assertThat(vectors[row * DIM + k])
            .as("seed %d, row %d", seed, row)
            .isCloseTo(expected, within(1e-9));
      }
    }
  }

  private double score(int user, int item) {
    double score = 0;
    for (int k = 0; k < DIM; k++) {
      score += users[user * DIM + k] * items[item * DIM + k];
    }
    return score;
  }

  private static void putHistories(Map<String, JavaTensor> feeds, int[][] histories) {
    int length =
        Math.max(1, Arrays.stream(histories).mapToInt(history -> history.length).max().orElse(0));
    double[] rows = new double[histories.length * length];
    double[] mask = new double[rows.length];
    for (int row = 0; row < histories.length; row++) {
      int from = (row + 1) * length - histories[row].length;
      for (int i = 0; i < histories[row].length; i++) {
        rows[from + i] = histories[row][i];
        mask[from + i] = 1;
      }
    }
    int[] sizes = {histories.length, length};
    feeds.put(SequenceBatch.items(SequenceBatch.HISTORY), new JavaTensor(sizes, rows));
    feeds.put(SequenceBatch.mask(SequenceBatch.HISTORY), new JavaTensor(sizes, mask));
  }

  private static JavaTensor indices(int... values) {
    return new JavaTensor(
        new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray());
  }
}
