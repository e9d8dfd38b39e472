package io.hardgnn.internal.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.events.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Interval graphs")
class IntervalGraphsPropertiesTest {

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  static LongStream furtherSeeds() {
    return LongStream.range(50, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "hold exactly the distinct training edges of each interval of equal width, sorted, in both directions")
  void equalWidthAgreesWithSets(long seed) {
    equalWidth(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @Tag("thorough")
  @MethodSource("furtherSeeds")
  @DisplayName("of either scheme hold the same of more logs")
  void moreLogs(long seed) {
    equalWidth(seed);
    equalCount(seed);
  }

  private static void equalWidth(long seed) {
    Random random = new Random(seed);
    Dataset dataset = RandomLogs.unfiltered(RandomLogs.draw(random)).build();
    Sequences training = dataset.training().sequences();
    int count = 1 + random.nextInt(12);
    long begin =
        LongStream.range(0, training.size()).map(p -> training.timestamp((int) p)).min().orElse(0);
    long end =
        LongStream.range(0, training.size()).map(p -> training.timestamp((int) p)).max().orElse(0);

    List<Set<List<Integer>>> expected = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      expected.add(new TreeSet<>((a, b) -> a.equals(b) ? 0 : Arrays.compare(array(a), array(b))));
    }
    forEach(
        training,
        (user, item, time) -> {
          // Definition 1 in whole numbers: floor((time - begin) / ((end - begin) / T)), the end in
          // the last interval
          long t =
              end == begin
                  ? count - 1
                  : Math.min(count - 1, (time - begin) * count / (end - begin));
          expected.get((int) t).add(List.of(user, item));
        });

    List<IntervalGraph> graphs =
        dataset.training().intervalGraphs(count, IntervalScheme.EQUAL_WIDTH);
    assertThat(graphs).hasSize(count);
    for (int t = 0; t < count; t++) {
      assertThat(edges(graphs.get(t))).containsExactlyElementsOf(expected.get(t));
      assertBothDirections(graphs.get(t), dataset);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "of equal count never part an instant, cover every edge, and cut as near to the quantile as ties allow")
  void equalCountCutsAtQuantiles(long seed) {
    equalCount(seed);
  }

  private static void equalCount(long seed) {
    Random random = new Random(seed);
    Dataset dataset = RandomLogs.unfiltered(RandomLogs.draw(random)).build();
    Sequences training = dataset.training().sequences();
    int count = 1 + random.nextInt(12);
    Prefixes whole = Prefixes.of(training, training::length);
    IntervalCuts cuts = IntervalCuts.of(whole, count, IntervalScheme.EQUAL_COUNT);
    long[] times =
        LongStream.range(0, training.size())
            .map(p -> training.timestamp((int) p))
            .sorted()
            .toArray();

    assertThat(cuts.starts()).isSorted();
    for (int k = 1; k < count; k++) {
      long start = cuts.starts()[k - 1];
      long before = Arrays.stream(times).filter(time -> time < start).count();
      long wanted = (long) k * times.length / count;
      long nearest = Long.MAX_VALUE;
      for (int cut = 0; cut <= times.length; cut++) {
        boolean partsAnInstant = cut > 0 && cut < times.length && times[cut - 1] == times[cut];
        nearest = partsAnInstant ? nearest : Math.min(nearest, Math.abs(cut - wanted));
      }
      assertThat(Math.abs(before - wanted)).isEqualTo(nearest);
    }
    Set<List<Integer>> all = new TreeSet<>((a, b) -> Arrays.compare(array(a), array(b)));
    Set<List<Integer>> found = new TreeSet<>((a, b) -> Arrays.compare(array(a), array(b)));
    forEach(training, (user, item, time) -> all.add(List.of(user, item)));
    for (IntervalGraph graph :
        dataset.training().intervalGraphs(count, IntervalScheme.EQUAL_COUNT)) {
      assertBothDirections(graph, dataset);
      found.addAll(edges(graph));
    }
    assertThat(found).containsExactlyElementsOf(all);
  }

  @Test
  @DisplayName("of equal count share distinct times evenly")
  void equalCountIsEven() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int row = 0; row < 100; row++) {
      log.add("u" + row % 10, "i" + row, (long) row * row * row);
    }
    TrainingData training = RandomLogs.unfiltered(log.build()).holdOut(false).build().training();
    assertThat(training.intervalGraphs(4, IntervalScheme.EQUAL_COUNT))
        .extracting(IntervalGraph::edgeCount)
        .containsExactly(25, 25, 25, 25);
    assertThat(training.intervalGraphs(4, IntervalScheme.EQUAL_WIDTH))
        .extracting(IntervalGraph::edgeCount)
        .containsExactly(63, 16, 11, 10);
  }

  @ParameterizedTest
  @EnumSource(IntervalScheme.class)
  @DisplayName("put a single instant into one interval")
  void singleInstant(IntervalScheme scheme) {
    InteractionLog log = InteractionLog.builder().add("u", "a", 7).add("u", "b", 7).build();
    TrainingData training = RandomLogs.unfiltered(log).holdOut(false).build().training();
    assertThat(training.intervalGraphs(5, scheme))
        .extracting(IntervalGraph::edgeCount)
        .containsOnlyOnce(2)
        .hasSize(5);
  }

  @Test
  @DisplayName("do not overflow over the widest span of time")
  void widestSpan() {
    InteractionLog log =
        InteractionLog.builder().add("u", "a", 0).add("u", "b", InteractionLog.MAX_TIME).build();
    TrainingData training = RandomLogs.unfiltered(log).holdOut(false).build().training();
    List<IntervalGraph> graphs = training.intervalGraphs(100_000, IntervalScheme.EQUAL_WIDTH);
    assertThat(graphs.get(0).edgeCount()).isEqualTo(1);
    assertThat(graphs.get(99_999).edgeCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("need at least one interval")
  void needsAnInterval() {
    InteractionLog log = InteractionLog.builder().add("u", "a", 7).build();
    TrainingData training = RandomLogs.unfiltered(log).build().training();
    assertThatThrownBy(() -> training.intervalGraphs(0, IntervalScheme.EQUAL_WIDTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, got 0");
  }

  private interface Visitor {
    void visit(int user, int item, long time);
  }

  private static void forEach(Sequences sequences, Visitor visitor) {
    for (int user = 0; user < sequences.userCount(); user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        visitor.visit(user, sequences.item(position), sequences.timestamp(position));
      }
    }
  }

  private static int[] array(List<Integer> edge) {
    return new int[] {edge.get(0), edge.get(1)};
  }

  private static List<List<Integer>> edges(IntervalGraph graph) {
    List<List<Integer>> edges = new ArrayList<>();
    for (int user = 0; user < graph.userCount(); user++) {
      for (int edge = graph.userOffsets()[user]; edge < graph.userOffsets()[user + 1]; edge++) {
        edges.add(List.of(user, graph.items()[edge]));
      }
    }
    return edges;
  }

  private static void assertBothDirections(IntervalGraph graph, Dataset dataset) {
    assertThat(graph.userCount()).isEqualTo(dataset.users().size());
    assertThat(graph.itemCount()).isEqualTo(dataset.items().size());
    List<List<Integer>> transposed = new ArrayList<>();
    for (int item = 0; item < graph.itemCount(); item++) {
      int[] users =
          Arrays.copyOfRange(
              graph.users(), graph.itemOffsets()[item], graph.itemOffsets()[item + 1]);
      assertThat(users).isSorted().doesNotHaveDuplicates();
      assertThat(graph.itemDegree(item)).isEqualTo(users.length);
      for (int user : users) {
        transposed.add(List.of(user, item));
      }
    }
    assertThat(graph.users()).hasSize(graph.edgeCount());
    assertThat(transposed).containsExactlyInAnyOrderElementsOf(edges(graph));
  }
}
