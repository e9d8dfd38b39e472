package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.RecommendationLossKind;
import io.hardgnn.engine.TestModel.Similarity;
import io.hardgnn.engine.TestModel.TargetMode;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("BatchSource")
class BatchSourceTest {

  private final long seed;
  private final Random random;

  BatchSourceTest(@Seed long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  static Stream<Named<Supplier<TestModel>>> models() {
    return Stream.of(
        Named.of("residual graph, every position, softmax, hard negatives", TestModel::residual),
        Named.of(
            "residual graph, every position, BCE, sampled edges",
            () -> {
              TestModel model = TestModel.residual();
              model.recommendation = RecommendationLossKind.BCE;
              model.edgeSample = 60;
              return model;
            }),
        Named.of("intervals, one target, mined negatives", TestModel::selfGnn),
        Named.of(
            "intervals, one target, no contrast, named items",
            () -> {
              TestModel model = TestModel.selfGnn();
              model.lambda = 0;
              return model;
            }),
        Named.of(
            "intervals, one target, softmax, biases",
            () -> {
              TestModel model = TestModel.selfGnn();
              model.lambda = 0;
              model.recommendation = RecommendationLossKind.SAMPLED_SOFTMAX;
              model.similarity = Similarity.DOT_WITH_BIAS;
              model.negatives = 20;
              return model;
            }));
  }

  private TrainingData randomData() {
    return TestData.training(40, TestData.sequences(random, 60, 40, 25));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName(
      "gives the same arrays for the same seed, epoch and step, and others for another epoch, step or seed")
  void pure(Supplier<TestModel> models) {
    TrainingData data = randomData();
    TestModel model = models.get();
    BatchSource source = model.batches(data);
    BatchSource again = model.batches(data);
    model.seed = 2;
    BatchSource other = model.batches(data);
    int[] users = source.epoch(3).get(0);
    source.batch(7, 1, users); // the order of calls does not count
    Map<String, String> batch = Feeds.text(source.batch(3, 0, users));
    assertThat(Feeds.text(again.batch(3, 0, users))).as("seed %d", seed).isEqualTo(batch);
    assertThat(Feeds.text(source.batch(3, 1, users))).isNotEqualTo(batch);
    assertThat(Feeds.text(source.batch(4, 0, users))).isNotEqualTo(batch);
    assertThat(Feeds.text(other.batch(3, 0, users))).isNotEqualTo(batch);
    assertThat(lists(again.epoch(3))).isEqualTo(lists(source.epoch(3)));
    // Few users in batches by length leave few orders, so one epoch may well repeat another.
    assertThat(epochs(source)).anySatisfy(e -> assertThat(e).isNotEqualTo(epochs(source).get(0)));
    assertThat(epochs(other)).isNotEqualTo(epochs(source));
  }

  @Test
  @DisplayName("refuses targets that in-batch softmax would compare with nothing")
  void alone() {
    ModelDefinition definition =
        ModelDefinition.of(
            new SasRec(),
            new Scoring.Dot(),
            new Objective(new Targets.OnePerUser(), new InBatchSoftmax()),
            60,
            new float[40]);
    for (TrainingConfig config :
        List.of(new TrainingConfig().batchSize(1), new TrainingConfig().usersPerEpoch(1))) {
      assertThatThrownBy(() -> new BatchSource(definition, config, randomData()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a step has one sequence; raise training.batchSize");
    }
  }

  @ParameterizedTest(name = "at least {0} steps")
  @CsvSource({"0, 40", "2, 40", "4, 25", "50, 16"})
  @DisplayName("has steps small enough for the least number of them, but not below 16 sequences")
  void minSteps(int least, int largest) {
    TrainingConfig config = new TrainingConfig().batchSize(40).minSteps(least);
    List<int[]> epoch = epochOfThrees(100, new Targets.OnePerUser(), config);
    assertThat(epoch.stream().mapToInt(step -> step.length).max()).hasValue(largest);
    assertThat(epoch.stream().mapToInt(step -> step.length).sum()).isEqualTo(100);
  }

  @Test
  @DisplayName("has sequences of one length in batches at random, not by the numbers of users")
  void equalLengths() {
    List<int[]> epoch =
        epochOfThrees(2048, new Targets.EveryPosition(), new TrainingConfig().batchSize(64));
    assertThat(epoch).hasSize(32);
    for (int[] step : epoch) {
      // 64 of 2,048 numbers at random have a mean of 1,023 and a deviation of 73.
      assertThat(Arrays.stream(step).average().orElseThrow()).isBetween(700.0, 1350.0);
    }
  }

  /** The first epoch of users who have three items each. */
  private static List<int[]> epochOfThrees(int users, Targets targets, TrainingConfig config) {
    int[][] sequences = new int[users][];
    Arrays.setAll(sequences, user -> new int[] {user % 40, (user + 1) % 40, (user + 2) % 40});
    ModelDefinition definition =
        ModelDefinition.of(
            new SasRec(),
            new Scoring.Dot(),
            new Objective(targets, new SampledSoftmax(4)),
            users,
            new float[40]);
    return new BatchSource(definition, config, TestData.training(40, sequences)).epoch(0);
  }

  private static List<List<List<Integer>>> epochs(BatchSource source) {
    return IntStream.range(0, 12).mapToObj(epoch -> lists(source.epoch(epoch))).toList();
  }

  private static List<List<Integer>> lists(List<int[]> epoch) {
    return epoch.stream().map(users -> Arrays.stream(users).boxed().toList()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName("shows no item that is not the user's training item, but as a negative")
  void heldOutItemsStayOut(Supplier<TestModel> models) {
    // Items 0 to 39 are in training; 40 to 59 exist and are held out.
    int[][] sequences = TestData.sequences(random, 60, 40, 25);
    TrainingData data = TestData.training(60, sequences);
    TestModel model = models.get();
    BatchSource source = model.batches(data);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<int[]> plan = source.epoch(epoch);
      for (int step = 0; step < plan.size(); step++) {
        Batch batch = source.batch(epoch, step, plan.get(step));
        for (int item : shown(model, batch)) {
          assertThat(item).as("seed %d, epoch %d, step %d", seed, epoch, step).isBetween(0, 39);
        }
      }
    }
    source
        .wholeGraphs()
        .forEach(
            (name, tensor) -> {
              if (name.equals(GraphInputs.itemsByItem(0))
                  || name.equals(GraphInputs.itemsByUser(0))) {
                assertThat(Arrays.stream(tensor.ints())).as(name).allMatch(item -> item < 40);
              }
            });
  }

  /** Items of histories, targets, edges and interval pairs. */
  private static List<Integer> shown(TestModel model, Batch batch) {
    int[] nodes =
        batch.feeds().containsKey(StepInputs.NODE_ITEMS)
            ? Feeds.ints(batch, StepInputs.NODE_ITEMS)
            : IntStream.range(0, 60).toArray();
    List<Integer> items = new ArrayList<>();
    for (int row = 0; row < batch.sequences(); row++) {
      for (int item : Feeds.sequence(batch, SequenceBatch.HISTORY, row)) {
        items.add(nodes[item]);
      }
    }
    for (int item : Feeds.ints(batch, StepInputs.TARGETS)) {
      items.add(nodes[item]);
    }
    for (int graph = 0; graph < model.intervals; graph++) {
      for (String name : List.of(GraphInputs.itemsByUser(graph), GraphInputs.itemsByItem(graph))) {
        if (batch.feeds().containsKey(name)) {
          Arrays.stream(Feeds.ints(batch, name)).forEach(items::add);
        }
      }
      if (model.beta > 0) {
        Arrays.stream(Feeds.ints(batch, StepInputs.intervalItems(graph)))
            .forEach(item -> items.add(nodes[item]));
      }
    }
    return items;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName("visits every user with two or more interactions once in an epoch, and nobody else")
  void users(Supplier<TestModel> models) {
    TrainingData data = randomData();
    TestModel model = models.get();
    List<Integer> trainable =
        IntStream.range(0, 60).filter(u -> data.sequences().length(u) >= 2).boxed().toList();
    List<Integer> visited =
        lists(model.batches(data).epoch(0)).stream().flatMap(List::stream).toList();
    assertThat(visited).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(trainable);
    model.usersPerEpoch = 10;
    model.batchSize = 4;
    BatchSource sampled = model.batches(data);
    assertThat(sampled.epoch(0))
        .extracting(users -> users.length)
        .containsExactlyInAnyOrder(4, 4, 2);
    assertThat(lists(sampled.epoch(0)).stream().flatMap(List::stream))
        .doesNotHaveDuplicates()
        .isSubsetOf(trainable);
  }

  @Test
  @DisplayName("puts sequences of similar length together where every position is a target")
  void similarLengths() {
    int[][] sequences =
        IntStream.range(0, 64).mapToObj(u -> new int[2 + u % 16]).toArray(int[][]::new);
    TestModel model = TestModel.residual();
    model.batchSize = 4;
    TrainingData data = TestData.training(5, sequences);
    for (int[] users : model.batches(data).epoch(0)) {
      // What an encoder does not read makes no padding.
      assertThat(
              Arrays.stream(users)
                  .map(u -> Math.min(model.historyLength, data.sequences().length(u) - 1))
                  .distinct()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  @DisplayName("leaves users out who have every item, where they would need a negative")
  void userWithEveryItem() {
    TrainingData data =
        TestData.training(4, new int[] {0, 1, 2, 3}, new int[] {1, 2}, new int[] {3, 2, 3, 0, 1});
    TestModel softmax = TestModel.residual();
    assertThat(Feeds.all(softmax.batches(data).epoch(0))).containsExactlyInAnyOrder(0, 1, 2);
    TestModel pairs = TestModel.selfGnn();
    assertThat(lists(pairs.batches(data).epoch(0))).containsExactly(List.of(1));
    pairs.batches(data).batch(0, 0, new int[] {1});
  }

  @Test
  @DisplayName("says what is missing when there is nothing to learn from")
  void nothing() {
    assertThatThrownBy(
            () -> TestModel.residual().batches(TestData.training(3, new int[] {1}, new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of 2 users has two or more training interactions")
        .hasMessageContaining("users need four");
    assertThatThrownBy(() -> TestModel.residual().batches(TestData.training(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of 0 users");
    assertThatThrownBy(
            () -> TestModel.selfGnn().batches(TestData.training(0, new int[0], new int[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty set of items");
    assertThatThrownBy(
            () ->
                TestModel.selfGnn()
                    .batches(TestData.training(2, new int[] {0, 1}, new int[] {1, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all 2 items");
  }

  @Test
  @DisplayName("refuses data of another size than the model's")
  void sizes() {
    TrainingData data = TestData.training(3, new int[] {0, 1});
    ModelDefinition definition = TestModel.residual().definition(data);
    TrainingConfig config = TestModel.residual().training();
    assertThatThrownBy(
            () -> new BatchSource(definition, config, TestData.training(4, new int[] {0, 1})))
        .hasMessageContaining("made for 3 items, the training data have 4");
    assertThatThrownBy(
            () ->
                new BatchSource(
                    definition, config, TestData.training(3, new int[] {0, 1}, new int[0])))
        .hasMessageContaining("made for 1 users, the training data have 2");
  }

  @Test
  @DisplayName("does not feed what a step without that part does not declare")
  void onlyWhatIsNeeded() {
    TrainingData data = randomData();
    TestModel model = TestModel.residual();
    model.targets = TargetMode.EVERY_POSITION;
    model.contrastiveNegatives = TestModel.ContrastiveNegatives.SHARED_RANDOM;
    BatchSource source = model.batches(data);
    Batch batch = source.batch(0, 0, source.epoch(0).get(0));
    assertThat(batch.feeds())
        .containsKey(StepInputs.SHARED_NEGATIVES)
        .doesNotContainKey(StepInputs.SHARED_EXCLUDED);
  }

  @Test
  @DisplayName("leave half of the users to send messages, where a batch could hold all of them")
  void messages() {
    for (int users : new int[] {1, 2, 7, 60, 65}) {
      int[][] sequences = new int[users][];
      Arrays.setAll(sequences, user -> random.ints(2 + user % 9, 0, 40).toArray());
      TrainingData data = TestData.training(40, sequences);
      TestModel model = TestModel.residual();
      model.batchSize = 64;
      BatchSource source = model.batches(data);
      List<int[]> epoch = source.epoch(0);
      int most = 0;
      for (int step = 0; step < epoch.size(); step++) {
        most = Math.max(most, epoch.get(step).length);
        Batch batch = source.batch(0, step, epoch.get(step));
        float[] scales = Feeds.floats(batch, GraphInputs.userScale(0));
        long sending = IntStream.range(0, scales.length).filter(u -> scales[u] > 0).count();
        assertThat(sending).as("of %d users", users).isGreaterThanOrEqualTo(users / 2);
      }
      assertThat(most).isEqualTo(Math.max(1, users / 2));
    }
  }
}
