package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.engine.TestModel;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Graphs of a step")
class GraphViewsTest {

  private final long seed;
  private final Random random;
  private final TrainingData data;

  GraphViewsTest(@Seed long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.data = TestData.training(30, TestData.sequences(random, 50, 30, 25));
  }

  /**
   * Returns the edges of a graph as user * 1000 + item, after checking order and agreement of both
   * directions.
   */
  private Set<Integer> edges(Map<String, HostTensor> feeds, int graph) {
    Set<Integer> byUser =
        sorted(
            Feeds.tensor(feeds, GraphInputs.usersByUser(graph)).ints(),
            Feeds.tensor(feeds, GraphInputs.itemsByUser(graph)).ints());
    int[] items = Feeds.tensor(feeds, GraphInputs.itemsByItem(graph)).ints();
    int[] users = Feeds.tensor(feeds, GraphInputs.usersByItem(graph)).ints();
    Set<Integer> byItem = new TreeSet<>();
    sorted(items, users).forEach(edge -> byItem.add(edge % 1000 * 1000 + edge / 1000));
    assertThat(byItem).as("seed %d: the same edges in both directions", seed).isEqualTo(byUser);
    return byUser;
  }

  private Set<Integer> sorted(int[] rows, int[] columns) {
    Set<Integer> edges = new TreeSet<>();
    int before = -1;
    for (int i = 0; i < rows.length; i++) {
      int edge = rows[i] * 1000 + columns[i];
      assertThat(edge).as("seed %d: sorted, no edge twice", seed).isGreaterThan(before);
      before = edge;
      edges.add(edge);
    }
    return edges;
  }

  private Set<Integer> trainingEdges(int interval, int intervals) {
    Set<Integer> edges = new TreeSet<>();
    var graph = data.intervalGraphs(intervals, IntervalScheme.EQUAL_WIDTH).get(interval);
    for (int user = 0; user < 50; user++) {
      for (int p = graph.userOffsets()[user]; p < graph.userOffsets()[user + 1]; p++) {
        edges.add(user * 1000 + graph.items()[p]);
      }
    }
    return edges;
  }

  private static Map<String, HostTensor> asSeen(BatchSource source, Batch batch) {
    Map<String, HostTensor> seen = new HashMap<>(source.wholeGraphs());
    seen.putAll(batch.feeds());
    return seen;
  }

  @RepeatedTest(10)
  @DisplayName("of intervals hold every edge but those between the step's users and their targets")
  void intervalGraphs() {
    TestModel model = TestModel.selfGnn();
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, users);
    int[] nodes = Feeds.ints(batch, StepInputs.NODE_ITEMS);
    int[] targets = Feeds.ints(batch, StepInputs.TARGETS);
    Set<Integer> removed = new TreeSet<>();
    for (int row = 0; row < users.length; row++) {
      removed.add(users[row] * 1000 + nodes[targets[row]]);
    }
    for (int interval = 0; interval < 2; interval++) {
      Set<Integer> expected = trainingEdges(interval, 2);
      assertThat(edges(source.wholeGraphs(), interval)).isEqualTo(expected);
      expected.removeAll(removed);
      assertThat(edges(asSeen(source, batch), interval)).as("seed %d", seed).isEqualTo(expected);
    }
    model.maskTargets = false;
    assertThat(model.batches(data).batch(0, 0, users).feeds().keySet())
        .noneMatch(name -> name.startsWith("graph."));
  }

  @Test
  @DisplayName("of intervals weigh by the inverse roots of both degrees, or not at all")
  void scales() {
    TrainingData small = TestData.training(3, new int[] {0, 1}, new int[] {1}, new int[0]);
    TestModel model = TestModel.selfGnn();
    model.intervals = 1;
    Map<String, HostTensor> graphs = model.batches(small).wholeGraphs();
    float half = (float) Math.sqrt(0.5);
    assertThat(Feeds.tensor(graphs, GraphInputs.userScale(0)).floats()).containsExactly(half, 1, 0);
    assertThat(Feeds.tensor(graphs, GraphInputs.itemScale(0)).floats()).containsExactly(1, half, 0);
    assertThat(Feeds.tensor(graphs, GraphInputs.itemScale(0)).dims()).containsExactly(3, 1);
    model.normalization = Normalization.NONE;
    assertThat(model.batches(small).wholeGraphs()).doesNotContainKey(GraphInputs.userScale(0));
  }

  @RepeatedTest(5)
  @DisplayName("of the residual encoder silence the batch's users, for whom the others stand")
  void residual() {
    BatchSource source = TestModel.residual().batches(data);
    int[] users = source.epoch(0).get(0);
    Map<String, HostTensor> seen = asSeen(source, source.batch(0, 0, users));
    Set<Integer> edges = edges(seen, 0);
    assertThat(edges).isEqualTo(trainingEdges(0, 1));
    float[] scale = Feeds.tensor(seen, GraphInputs.userScale(0)).floats();
    Set<Integer> active = new TreeSet<>();
    edges.forEach(edge -> active.add(edge / 1000));
    Set<Integer> left = new TreeSet<>(active);
    Arrays.stream(users).forEach(left::remove);
    float correction = (float) active.size() / left.size();
    for (int user = 0; user < 50; user++) {
      int wanted = user;
      long degree = edges.stream().filter(edge -> edge / 1000 == wanted).count();
      boolean silent = Arrays.stream(users).anyMatch(u -> u == wanted) || degree == 0;
      assertThat(scale[user])
          .as("seed %d, user %d", seed, user)
          .isCloseTo(silent ? 0 : correction / degree, within(1e-6f));
    }
    float[] whole = Feeds.tensor(source.wholeGraphs(), GraphInputs.userScale(0)).floats();
    for (int user : users) {
      assertThat(whole[user]).as("evaluation counts every user").isPositive();
    }
  }

  @RepeatedTest(10)
  @DisplayName(
      "of the residual encoder propagate through a sample of other users, scaled to stand for all")
  void sample() {
    TestModel model = TestModel.residual();
    model.batchSize = 12;
    model.edgeSample = edgesOf(15);
    BatchSource source = model.batches(data);
    int[] users = source.epoch(0).get(0);
    Map<String, HostTensor> seen = asSeen(source, source.batch(0, 0, users));
    Set<Integer> batchUsers = new TreeSet<>();
    Arrays.stream(users).forEach(batchUsers::add);
    // Rows of the sample are told apart by the user whose items they hold.
    float[] scale = Feeds.tensor(seen, GraphInputs.userScale(0)).floats();
    assertThat(Feeds.tensor(seen, GraphInputs.userScale(0)).dims()).containsExactly(15, 1);
    Set<Integer> all = trainingEdges(0, 1);
    Set<Integer> edges = edges(seen, 0);
    int from = 0; // sampled users ascend, so the next one is found behind the one before
    for (int row = 0; row < 15; row++) {
      Set<Integer> items = itemsOf(edges, row);
      int user = from;
      while (user < 50 && (batchUsers.contains(user) || !itemsOf(all, user).equals(items))) {
        user++;
      }
      assertThat(user)
          .as("seed %d: row %d holds the items of a user outside the batch", seed, row)
          .isLessThan(50);
      from = user + 1;
      assertThat((double) scale[row])
          .isCloseTo(items.isEmpty() ? 0 : 50.0 / 15 / items.size(), within(1e-5));
    }
  }

  /** Returns how many edges so many users have in the mean. */
  private int edgesOf(int users) {
    return Math.round(users * trainingEdges(0, 1).size() / 50f);
  }

  private static Set<Integer> itemsOf(Set<Integer> edges, int user) {
    Set<Integer> items = new TreeSet<>();
    edges.stream().filter(edge -> edge / 1000 == user).forEach(edge -> items.add(edge % 1000));
    return items;
  }

  @RepeatedTest(10)
  @DisplayName("of the residual encoder use everyone where the sample would be everyone")
  void largeSample() {
    TestModel model = TestModel.residual();
    model.edgeSample = edgesOf(49); // a batch has one user at least, which leaves 49 outside it
    BatchSource source = model.batches(data);
    Batch batch = source.batch(0, 0, source.epoch(0).get(0));
    assertThat(Feeds.dims(batch, GraphInputs.userScale(0))).containsExactly(50, 1);
    assertThat(batch.feeds()).doesNotContainKey(GraphInputs.usersByUser(0));
  }

  @Test
  @DisplayName("are not made for an encoder without propagation")
  void none() {
    TestModel model = TestModel.residual();
    model.graphLayers = 0;
    BatchSource source = model.batches(data);
    assertThat(source.wholeGraphs()).isEmpty();
    assertThat(source.batch(0, 0, source.epoch(0).get(0)).feeds().keySet())
        .noneMatch(n -> n.startsWith("graph."));
  }
}
