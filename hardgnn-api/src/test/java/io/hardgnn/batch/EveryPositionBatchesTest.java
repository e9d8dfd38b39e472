package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.RecommendationLossKind;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Batches with a target at every position")
class EveryPositionBatchesTest {

  private final long seed;
  private final Random random;

  EveryPositionBatchesTest(@Seed long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  private static Batch batch(TestModel model, TrainingData data, int... users) {
    return model.batches(data).batch(0, 0, users);
  }

  @Test
  @DisplayName(
      "are right-aligned, as long as the longest, and predict at each position the next item")
  void example() {
    TrainingData data =
        TestData.training(9, new int[] {5, 6, 7, 8}, new int[] {1, 2}, new int[] {3});
    Batch batch = batch(TestModel.residual(), data, 1, 0);
    assertThat(Feeds.dims(batch, "sequence.items")).containsExactly(2, 3);
    assertThat(Feeds.ints(batch, "sequence.items")).containsExactly(0, 0, 1, 5, 6, 7);
    assertThat(Feeds.floats(batch, "sequence.mask")).containsExactly(0, 0, 1, 1, 1, 1);
    assertThat(Feeds.ints(batch, StepInputs.TARGETS)).containsExactly(2, 6, 7, 8);
    assertThat(Feeds.ints(batch, StepInputs.TARGET_SEQUENCES)).containsExactly(0, 1, 1, 1);
    assertThat(Feeds.ints(batch, StepInputs.TARGET_POSITIONS)).containsExactly(2, 3, 4, 5);
    assertThat(batch.queries()).isEqualTo(4);
    assertThat(batch.sequences()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "weigh as much as they have targets, so that the weights of an epoch have a mean of 1")
  void weights() {
    TrainingData data = TestData.training(20, TestData.sequences(random, 40, 20, 60));
    TestModel model = TestModel.residual();
    model.historyLength = 2 + random.nextInt(12);
    model.wholeHistory = random.nextBoolean();
    model.batchSize = 1 + random.nextInt(60); // the last one smaller, or one for all
    BatchSource source = model.batches(data);
    List<int[]> steps = source.epoch(0);
    double weights = 0;
    float first = 0;
    for (int step = 0; step < steps.size(); step++) {
      Batch batch = source.batch(0, step, steps.get(step));
      float ofOne = Feeds.floats(batch, StepInputs.STEP_WEIGHT)[0] / batch.queries();
      first = step == 0 ? ofOne : first;
      assertThat(ofOne).as("seed %d", seed).isCloseTo(first, within(1e-6f));
      weights += ofOne * batch.queries();
    }
    assertThat(weights / steps.size()).as("seed %d", seed).isCloseTo(1, within(1e-4));
    Targets unweighed = new Targets.EveryPosition(true, 0).equalWeights(false);
    ModelDefinition steady =
        model.definition(data).objective(model.definition(data).objective().targets(unweighed));
    Batch batch = new BatchSource(steady, model.training(), data).batch(0, 0, steps.get(0));
    assertThat(batch.feeds()).doesNotContainKey(StepInputs.STEP_WEIGHT);
  }

  @Test
  @DisplayName("take the newest positions of long sequences")
  void cropped() {
    TestModel model = TestModel.residual();
    model.historyLength = 2;
    Batch batch = batch(model, TestData.training(9, new int[] {1, 2, 3, 4, 5}), 0);
    assertThat(Feeds.ints(batch, "sequence.items")).containsExactly(3, 4);
    assertThat(Feeds.ints(batch, StepInputs.TARGETS)).containsExactly(4, 5);
  }

  @Test
  @DisplayName(
      "cut long sequences into pieces that follow each other, if the whole history is wanted")
  void pieces() {
    TestModel model = TestModel.residual();
    model.historyLength = 2;
    model.wholeHistory = true;
    TrainingData data = TestData.training(9, new int[] {1, 2, 3, 4, 5, 6}, new int[] {7, 8, 1});
    BatchSource source = model.batches(data);
    assertThat(Feeds.all(source.epoch(0))).containsExactlyInAnyOrder(0, 1, 2, 3);
    Batch batch = source.batch(0, 0, new int[] {0, 2, 3, 1});
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 0)).containsExactly(4, 5);
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 1)).containsExactly(2, 3);
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 2)).containsExactly(1);
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 3)).containsExactly(7, 8);
    assertThat(Feeds.ints(batch, StepInputs.TARGETS)).containsExactly(5, 6, 3, 4, 2, 8, 1);
    assertThat(batch.queries()).isEqualTo(7);
  }

  @Test
  @DisplayName("read what pieces share twice, and predict it once")
  void overlap() {
    TestModel model = TestModel.residual();
    model.historyLength = 4;
    model.wholeHistory = true;
    model.overlap = 0.5;
    BatchSource source =
        model.batches(TestData.training(9, new int[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[] {7, 8}));
    Batch batch = source.batch(0, 0, new int[] {0, 2, 3});
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 0)).containsExactly(4, 5, 6, 7);
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 1)).containsExactly(2, 3, 4, 5);
    assertThat(Feeds.sequence(batch, SequenceBatch.HISTORY, 2)).containsExactly(1, 2, 3);
    assertThat(Feeds.ints(batch, StepInputs.TARGETS)).containsExactly(7, 8, 5, 6, 2, 3, 4);
    assertThat(Feeds.ints(batch, StepInputs.TARGET_POSITIONS))
        .containsExactly(2, 3, 6, 7, 9, 10, 11);
    assertThat(Feeds.ints(batch, StepInputs.TARGET_SEQUENCES)).containsExactly(0, 0, 1, 1, 2, 2, 2);
    assertThat(Feeds.all(source.epoch(0))).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @RepeatedTest(20)
  @DisplayName("see of a long history at least what pieces overlap by, and of a short one all")
  void leastContext() {
    TrainingData data = TestData.training(20, TestData.sequences(random, 40, 20, 60));
    TestModel model = TestModel.residual();
    model.historyLength = 2 + random.nextInt(12);
    model.wholeHistory = true;
    model.overlap = 0.9 * random.nextDouble();
    int shared =
        Math.min((int) Math.round(model.overlap * model.historyLength), model.historyLength - 1);
    BatchSource source = model.batches(data);
    int step = 0;
    for (int[] pieces : source.epoch(0)) {
      Batch batch = source.batch(0, step++, pieces);
      int longest = Feeds.dims(batch, "sequence.items")[1];
      int[] rows = Feeds.ints(batch, StepInputs.TARGET_SEQUENCES);
      int[] positions = Feeds.ints(batch, StepInputs.TARGET_POSITIONS);
      boolean[] whole = new boolean[pieces.length];
      for (int query = 0; query < rows.length; query++) {
        int read = Feeds.sequence(batch, SequenceBatch.HISTORY, rows[query]).length;
        int before = positions[query] - (rows[query] * longest + longest - read);
        whole[rows[query]] |= before == 0; // the oldest piece of a user is predicted from its start
        assertThat(whole[rows[query]] || before >= shared).as("seed %d", seed).isTrue();
      }
    }
  }

  @RepeatedTest(20)
  @DisplayName(
      "predict every interaction but the first of each user once in an epoch of the whole history")
  void everyInteraction() {
    TrainingData data = TestData.training(20, TestData.sequences(random, 40, 20, 60));
    TestModel model = TestModel.residual();
    model.historyLength = 1 + random.nextInt(12);
    model.wholeHistory = true;
    model.overlap = random.nextBoolean() ? 0 : 0.9 * random.nextDouble();
    BatchSource source = model.batches(data);
    int[] found = new int[20];
    int step = 0;
    for (int[] pieces : source.epoch(2)) {
      for (int target : Feeds.ints(source.batch(2, step++, pieces), StepInputs.TARGETS)) {
        found[target]++;
      }
    }
    int[] expected = new int[20];
    for (int user = 0; user < data.userCount(); user++) {
      int[] items = data.sequences().itemsOf(user);
      for (int position = 1; position < items.length; position++) {
        expected[items[position]]++;
      }
    }
    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }

  @RepeatedTest(20)
  @DisplayName("share distinct negatives and tell which of them are training items of which user")
  void shared() {
    int items = 10 + random.nextInt(30);
    TrainingData data = TestData.training(items, TestData.sequences(random, 30, items, 15));
    TestModel model = TestModel.residual();
    model.negatives = 1 + random.nextInt(50);
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] shared = Feeds.ints(batch, StepInputs.SHARED_NEGATIVES);
    assertThat(shared)
        .as("seed %d", seed)
        .hasSize(Math.min(model.negatives, items))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(shared)).allMatch(item -> item >= 0 && item < items);
    float[] excluded = Feeds.floats(batch, StepInputs.SHARED_EXCLUDED);
    for (int row = 0; row < users.length; row++) {
      int[] own = data.sequences().itemsOf(users[row]);
      for (int column = 0; column < shared.length; column++) {
        int item = shared[column];
        assertThat(excluded[row * shared.length + column])
            .as("seed %d, user %d, item %d", seed, users[row], item)
            .isEqualTo(Arrays.stream(own).anyMatch(i -> i == item) ? 1 : 0);
      }
    }
  }

  @RepeatedTest(20)
  @DisplayName(
      "draw pairs whose negative is no training item of the query's user, as many for each query as asked")
  void pairs() {
    TrainingData data = TestData.training(20, TestData.sequences(random, 30, 20, 40));
    TestModel model = TestModel.residual();
    model.recommendation = RecommendationLossKind.HINGE;
    model.negatives = 3;
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] queries = Feeds.ints(batch, StepInputs.PAIR_QUERIES);
    int[] negatives = Feeds.ints(batch, StepInputs.PAIR_NEGATIVES);
    int[] rows = Feeds.ints(batch, StepInputs.TARGET_SEQUENCES);
    assertThat(queries).as("seed %d", seed).hasSize(3 * batch.queries());
    for (int pair = 0; pair < queries.length; pair++) {
      assertThat(queries[pair]).isEqualTo(pair / 3);
      int user = users[rows[queries[pair]]];
      assertThat(data.sequences().itemsOf(user))
          .as("seed %d, user %d", seed, user)
          .doesNotContain(negatives[pair]);
    }
  }

  @RepeatedTest(20)
  @DisplayName(
      "hold for random data: target is the item after the position's, positions count from the padded start")
  void everyTarget() {
    TrainingData data = TestData.training(20, TestData.sequences(random, 40, 20, 30));
    BatchSource source = TestModel.residual().batches(data);
    int[] users = source.epoch(1).get(0);
    Batch batch = source.batch(1, 0, users);
    int length = Feeds.dims(batch, "sequence.items")[1];
    int[] targets = Feeds.ints(batch, StepInputs.TARGETS);
    int[] positions = Feeds.ints(batch, StepInputs.TARGET_POSITIONS);
    int query = 0;
    int longest = 0;
    for (int row = 0; row < users.length; row++) {
      int[] all = data.sequences().itemsOf(users[row]);
      int[] inputs = Feeds.sequence(batch, SequenceBatch.HISTORY, row);
      longest = Math.max(longest, inputs.length);
      assertThat(inputs)
          .as("seed %d", seed)
          .isEqualTo(Arrays.copyOfRange(all, Math.max(0, all.length - 13), all.length - 1));
      for (int i = 0; i < inputs.length; i++, query++) {
        assertThat(targets[query]).isEqualTo(all[all.length - inputs.length + i]);
        assertThat(positions[query]).isEqualTo(row * length + length - inputs.length + i);
      }
    }
    assertThat(query).isEqualTo(batch.queries()).isEqualTo(targets.length);
    assertThat(length).isEqualTo(longest);
  }

  @RepeatedTest(20)
  @DisplayName(
      "name the items of a large catalogue, and mean the same ones as those of a small catalogue")
  void namedItems() {
    int[][] sequences = TestData.sequences(random, 40, 20, 30);
    TestModel model = TestModel.residual();
    model.negatives = 50;
    BatchSource large = model.batches(TestData.training(20_001, sequences));
    BatchSource small = model.batches(TestData.training(20, sequences));
    int[] users = large.epoch(1).get(0);
    Batch named = large.batch(1, 0, users);
    Batch plain = small.batch(1, 0, users);
    int[] nodes = Feeds.ints(named, StepInputs.NODE_ITEMS);
    assertThat(plain.feeds()).doesNotContainKey(StepInputs.NODE_ITEMS);
    assertThat(nodes).as("seed %d", seed).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(20 + 50);
    assertThat(itemsOf(nodes, Feeds.ints(named, StepInputs.TARGETS)))
        .as("seed %d", seed)
        .isEqualTo(Feeds.ints(plain, StepInputs.TARGETS));
    for (int row = 0; row < users.length; row++) {
      assertThat(itemsOf(nodes, Feeds.sequence(named, SequenceBatch.HISTORY, row)))
          .isEqualTo(Feeds.sequence(plain, SequenceBatch.HISTORY, row));
    }
    int[] shared = itemsOf(nodes, Feeds.ints(named, StepInputs.SHARED_NEGATIVES));
    assertThat(shared).hasSize(50).doesNotHaveDuplicates();
    float[] excluded = Feeds.floats(named, StepInputs.SHARED_EXCLUDED);
    for (int i = 0; i < excluded.length; i++) {
      int item = shared[i % 50];
      assertThat(excluded[i])
          .as("seed %d, item %d", seed, item)
          .isEqualTo(Arrays.stream(sequences[users[i / 50]]).anyMatch(own -> own == item) ? 1 : 0);
    }
  }

  private static int[] itemsOf(int[] nodes, int[] rows) {
    return Arrays.stream(rows).map(row -> nodes[row]).toArray();
  }
}
