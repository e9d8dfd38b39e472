package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.TestModel;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Batches with one target per user")
class OneTargetBatchesTest {

  private final long seed;
  private final Random random;
  private final TrainingData data;

  OneTargetBatchesTest(@Seed long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.data = TestData.training(30, TestData.sequences(random, 40, 30, 25));
  }

  private static TestModel named() {
    TestModel model = TestModel.selfGnn();
    model.lambda = 0;
    return model;
  }

  @RepeatedTest(20)
  @DisplayName(
      "predict one of the newest items, never the first, from the items strictly before it")
  void targets() {
    for (TestModel model : List.of(named(), TestModel.selfGnn())) {
      model.targetWindow = 1 + random.nextInt(8);
      BatchSource source = model.batches(data);
      int[] users = source.epoch(0).get(0);
      Batch batch = source.batch(0, 0, users);
      int[] nodes = nodes(batch);
      int[] targets = Feeds.ints(batch, StepInputs.TARGETS);
      int longest = 0;
      for (int row = 0; row < users.length; row++) {
        int[] all = data.sequences().itemsOf(users[row]);
        int[] history =
            Arrays.stream(Feeds.sequence(batch, SequenceBatch.HISTORY, row))
                .map(i -> nodes[i])
                .toArray();
        int target = nodes[targets[row]];
        assertThat(history).as("seed %d, user %d", seed, users[row]).isNotEmpty();
        longest = Math.max(longest, history.length);
        boolean found = false;
        for (int cut = Math.max(1, all.length - model.targetWindow); cut < all.length; cut++) {
          found |=
              all[cut] == target
                  && Arrays.equals(
                      history,
                      Arrays.copyOfRange(all, Math.max(0, cut - model.historyLength), cut));
        }
        assertThat(found)
            .as(
                "seed %d: %s then %d in %s",
                seed, Arrays.toString(history), target, Arrays.toString(all))
            .isTrue();
      }
      assertThat(Feeds.dims(batch, "sequence.items")).containsExactly(users.length, longest);
    }
  }

  @Test
  @DisplayName("of an epoch hold any users, the shortest histories first")
  void shortestFirst() {
    int[][] lengthsFrom2 = new int[40][];
    Arrays.setAll(lengthsFrom2, user -> IntStream.range(0, user + 2).toArray());
    TestModel model = named();
    model.batchSize = 10;
    model.historyLength = 30;
    List<int[]> epoch = model.batches(TestData.training(50, lengthsFrom2)).epoch(0);
    assertThat(epoch).hasSize(4);
    for (int[] users : epoch) {
      assertThat(Arrays.stream(users).map(user -> Math.min(30, user + 1))).isSorted();
      assertThat(users[9] - users[0]).as("users of any length").isGreaterThan(10);
    }
  }

  @Test
  @DisplayName("reach every item of the window in time, and none before it")
  void window() {
    TrainingData one = TestData.training(9, new int[] {0, 1, 2, 3, 4, 5});
    TestModel model = named();
    model.targetWindow = 3;
    BatchSource source = model.batches(one);
    Set<Integer> seen = new TreeSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      Batch batch = source.batch(epoch, 0, new int[] {0});
      seen.add(Feeds.ints(batch, StepInputs.NODE_ITEMS)[Feeds.ints(batch, StepInputs.TARGETS)[0]]);
    }
    assertThat(seen).containsExactly(3, 4, 5);
  }

  @RepeatedTest(20)
  @DisplayName("name distinct items, all of them used, and every row refers to one")
  void nodes() {
    TestModel model = named();
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] nodes = Feeds.ints(batch, StepInputs.NODE_ITEMS);
    assertThat(Arrays.stream(nodes))
        .as("seed %d", seed)
        .doesNotHaveDuplicates()
        .allMatch(item -> item >= 0 && item < 30);
    Set<Integer> used = new HashSet<>();
    List<String> names =
        new ArrayList<>(
            List.of(
                "sequence.items",
                StepInputs.TARGETS,
                StepInputs.PAIR_NEGATIVES,
                StepInputs.intervalItems(0),
                StepInputs.intervalItems(1)));
    names.forEach(name -> Arrays.stream(Feeds.ints(batch, name)).forEach(used::add));
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, nodes.length).boxed().toList());
    assertThat(Feeds.ints(batch, StepInputs.NODE_USERS)).isEqualTo(users);
    assertThat(Feeds.ints(batch, StepInputs.BATCH_USERS))
        .isEqualTo(IntStream.range(0, users.length).toArray());
  }

  @RepeatedTest(10)
  @DisplayName("draw negatives that are no training item of the user")
  void negatives() {
    TestModel model = named();
    model.negatives = 4;
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] nodes = nodes(batch);
    int[] queries = Feeds.ints(batch, StepInputs.PAIR_QUERIES);
    int[] negatives = Feeds.ints(batch, StepInputs.PAIR_NEGATIVES);
    assertThat(negatives).hasSize(4 * users.length);
    for (int pair = 0; pair < queries.length; pair++) {
      assertThat(data.sequences().itemsOf(users[queries[pair]]))
          .as("seed %d", seed)
          .doesNotContain(nodes[negatives[pair]]);
    }
  }

  @RepeatedTest(10)
  @DisplayName("keep exactly the user's training items, the target among them, out of mining")
  void miningCells() {
    TestModel model = TestModel.selfGnn();
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] rows = Feeds.ints(batch, StepInputs.MINING_ROWS);
    int[] items = Feeds.ints(batch, StepInputs.MINING_ITEMS);
    for (int row = 0; row < users.length; row++) {
      int wanted = row;
      Set<Integer> excluded = new TreeSet<>();
      IntStream.range(0, rows.length)
          .filter(i -> rows[i] == wanted)
          .forEach(i -> excluded.add(items[i]));
      Set<Integer> own = new TreeSet<>();
      Arrays.stream(data.sequences().itemsOf(users[row])).forEach(own::add);
      assertThat(excluded).as("seed %d, user %d", seed, users[row]).isEqualTo(own);
    }
    assertThat(batch.feeds())
        .containsKey(StepInputs.NODE_ITEMS); // mining embeds all other items by itself
  }

  @Test
  @DisplayName("give anchors the newest part of the same history")
  void anchors() {
    TestModel model = TestModel.selfGnn();
    model.anchorHistoryLength = 3;
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    for (int row = 0; row < users.length; row++) {
      int[] history = Feeds.sequence(batch, SequenceBatch.HISTORY, row);
      assertThat(Feeds.sequence(batch, SequenceBatch.ANCHOR, row))
          .as("seed %d", seed)
          .isEqualTo(Arrays.copyOfRange(history, Math.max(0, history.length - 3), history.length));
    }
    model.anchorHistoryLength = model.historyLength;
    assertThat(model.batches(data).batch(0, 0, users).feeds()).doesNotContainKey("anchor.items");
  }

  @RepeatedTest(10)
  @DisplayName("pair edges that the batch's users have in the interval")
  void intervalPairs() {
    for (TestModel model : List.of(named(), TestModel.selfGnn())) {
      BatchSource source = model.batches(data);
      int[] users = source.epoch(0).get(0);
      Batch batch = source.batch(0, 0, users);
      int[] nodes = nodes(batch);
      List<IntervalGraph> graphs = data.intervalGraphs(model.intervals, IntervalScheme.EQUAL_WIDTH);
      for (int interval = 0; interval < graphs.size(); interval++) {
        IntervalGraph graph = graphs.get(interval);
        int pairs = Arrays.stream(users).map(u -> Math.min(2, graph.userDegree(u) / 2)).sum();
        int[] rows = Feeds.ints(batch, StepInputs.intervalUsers(interval));
        int[] items = Feeds.ints(batch, StepInputs.intervalItems(interval));
        assertThat(Feeds.dims(batch, StepInputs.intervalUsers(interval))).containsExactly(2, pairs);
        for (int i = 0; i < rows.length; i++) {
          int user = users[rows[i]];
          int[] edges =
              Arrays.copyOfRange(
                  graph.items(), graph.userOffsets()[user], graph.userOffsets()[user + 1]);
          assertThat(edges)
              .as("seed %d, interval %d, user %d", seed, interval, user)
              .contains(nodes[items[i]]);
        }
      }
    }
  }

  @ParameterizedTest(name = "take {1} edges of the three users at {0} pairs a user")
  @CsvSource({"1, 6", "2, 8", "3, 10", "2147483647, 10"})
  void fewEdges(int pairsPerUser, int edges) {
    TrainingData data =
        TestData.training(
            9, new int[] {0, 1, 2, 3, 4, 5, 6}, new int[] {1, 2, 3}, new int[] {4, 5});
    TestModel model = named();
    model.intervals = 1;
    model.pairsPerUser = pairsPerUser;
    Batch batch = model.batches(data).batch(0, 0, new int[] {0, 1, 2});
    int[] rows = Feeds.ints(batch, StepInputs.intervalUsers(0));
    assertThat(rows).hasSize(edges);
    assertThat(Arrays.stream(rows).filter(row -> row == 1)).hasSize(2);
  }

  @Test
  @DisplayName("have no pair in an interval in which none of the batch's users was active")
  void quietInterval() {
    TrainingData quiet =
        TestData.training(5, new int[] {0, 1, 2, 3, 4, 0, 1, 2, 3}, new int[] {1, 2});
    Batch batch = named().batches(quiet).batch(0, 0, new int[] {1});
    assertThat(Feeds.dims(batch, StepInputs.intervalUsers(1))).containsExactly(2, 0);
  }

  private static int[] nodes(Batch batch) {
    return Feeds.ints(batch, StepInputs.NODE_ITEMS);
  }
}
