package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.seed.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

@DisplayName("Any split")
class SplitPropertiesTest {

  /** A row of a log. */
  private record Row(String user, String item, long time) {}

  /** A user's rows in the three parts. */
  private record Cut(List<Row> training, List<Row> validation, List<Row> test) {}

  /** A way to make a dataset of rows. */
  private interface Way {
    Dataset build(List<Row> rows);
  }

  private static List<Row> draw(Random random) {
    int users = 2 + random.nextInt(30);
    int items = 2 + random.nextInt(25);
    int times = random.nextBoolean() ? 8 : 5000;
    return IntStream.range(0, 40 + random.nextInt(400))
        .mapToObj(
            n ->
                new Row(
                    "u" + (int) (users * Math.pow(random.nextDouble(), 2)),
                    "i" + random.nextInt(items),
                    1000 + random.nextInt(times)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static InteractionLog log(List<Row> rows) {
    InteractionLog.Builder log = InteractionLog.builder();
    rows.forEach(row -> log.add(row.user(), row.item(), row.time()));
    return log.build();
  }

  private static DatasetBuilder unfiltered(List<Row> rows) {
    return DatasetBuilder.of(log(rows))
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1)
        .repeats(RepeatRule.KEEP_ALL);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static Map<String, List<Row>> byUser(List<Row> rows) {
    return rows.stream()
        .sorted(Comparator.comparingLong(Row::time)) // stable
        .collect(Collectors.groupingBy(Row::user, LinkedHashMap::new, Collectors.toList()));
  }

  private static List<Row> between(List<Row> rows, long from, long to) {
    return rows.stream()
        .filter(row -> row.time() >= from && row.time() < to)
        .collect(Collectors.toList());
  }

  private static Map<String, Cut> naiveByTime(List<Row> rows, long validation, long test) {
    Map<String, Cut> cuts = new LinkedHashMap<>();
    byUser(rows)
        .forEach(
            (user, own) ->
                cuts.put(
                    user,
                    new Cut(
                        between(own, 0, validation),
                        between(own, validation, test),
                        between(own, test, Long.MAX_VALUE))));
    return cuts;
  }

  @RepeatedTest(60)
  @DisplayName("by time gives each user what a filter of rows gives, and leaves out who is new")
  void byTime(@Seed long seed) {
    Random random = new Random(seed);
    List<Row> rows = draw(random);
    long[] times = rows.stream().mapToLong(Row::time).sorted().toArray();
    long validation = times[times.length / 3 + random.nextInt(times.length / 3)];
    long test = Math.max(validation, times[times.length - 1 - random.nextInt(times.length / 3)]);
    Split split = Split.byTime(at(validation), at(test));
    check(unfiltered(rows).split(split), rows, naiveByTime(rows, validation, test), true);
  }

  @RepeatedTest(60)
  @DisplayName("given in parts is what was given, each part in the order of time")
  void given(@Seed long seed) {
    Random random = new Random(seed);
    List<Row> rows = draw(random);
    int training = 1 + random.nextInt(rows.size() - 2);
    int validation = random.nextInt(rows.size() - training);
    List<Row> first = rows.subList(0, training);
    List<Row> second = rows.subList(training, training + validation);
    List<Row> third = rows.subList(training + validation, rows.size());
    Map<String, Cut> cuts = new LinkedHashMap<>();
    byUser(rows)
        .keySet()
        .forEach(
            user ->
                cuts.put(
                    user,
                    new Cut(
                        byUser(first).getOrDefault(user, List.of()),
                        byUser(second).getOrDefault(user, List.of()),
                        byUser(third).getOrDefault(user, List.of()))));
    check(DatasetBuilder.ofParts(log(first), log(second), log(third)), rows, cuts, false);
  }

  private static void check(
      DatasetBuilder builder, List<Row> rows, Map<String, Cut> cuts, boolean isByTime) {
    Set<String> kept =
        cuts.keySet().stream()
            .filter(user -> !cuts.get(user).training().isEmpty())
            .collect(Collectors.toSet());
    Dataset dataset;
    try {
      dataset = builder.build();
    } catch (SplitException e) {
      boolean validation = kept.stream().anyMatch(user -> !cuts.get(user).validation().isEmpty());
      boolean test = kept.stream().anyMatch(user -> !cuts.get(user).test().isEmpty());
      assertThat(kept.isEmpty() || !validation || !test).as(e.getMessage()).isTrue();
      return;
    }
    assertThat(dataset.users().ids()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(dataset.items().ids())
        .containsExactlyInAnyOrderElementsOf(
            rows.stream().map(Row::item).collect(Collectors.toSet()));
    for (int user = 0; user < dataset.users().size(); user++) {
      Cut cut = cuts.get(dataset.users().id(user));
      assertThat(rows(dataset, dataset.training().sequences(), user)).isEqualTo(cut.training());
      List<Row> before = new ArrayList<>(cut.training());
      assertPart(dataset, dataset.validation(), user, before, cut.validation());
      before.addAll(cut.validation());
      before.sort(Comparator.comparingLong(Row::time)); // the order that a test is shown
      assertPart(dataset, dataset.test(), user, before, cut.test());
      before.addAll(cut.test());
      before.sort(Comparator.comparingLong(Row::time));
      assertThat(rows(dataset, dataset.all(), user)).isEqualTo(before);
    }
    Set<String> without = new TreeSet<>(cuts.keySet());
    without.removeAll(kept);
    assertThat(dataset.splitStatistics().orElseThrow().usersWithoutHistory())
        .containsExactlyInAnyOrderElementsOf(without);
    assertThat(dataset.filterSteps().get(dataset.filterSteps().size() - 1).dropped())
        .isEqualTo(rows.stream().filter(row -> without.contains(row.user())).count());
    double later = dataset.splitStatistics().orElseThrow().laterTraining();
    assertThat(later).isCloseTo(naiveLater(cuts, kept), within(1e-9));
    if (isByTime) {
      assertThat(later).isZero();
    }
  }

  private static double naiveLater(Map<String, Cut> cuts, Set<String> kept) {
    List<Long> training = new ArrayList<>();
    cuts.values().forEach(cut -> cut.training().forEach(row -> training.add(row.time())));
    double sum = 0;
    int targets = 0;
    for (String user : cuts.keySet().stream().filter(kept::contains).toList()) {
      for (Row row : cuts.get(user).test()) {
        sum +=
            (double) training.stream().filter(time -> time > row.time()).count() / training.size();
        targets++;
      }
    }
    return sum / targets;
  }

  private static void assertPart(
      Dataset dataset, HeldOut part, int user, List<Row> history, List<Row> targets) {
    assertThat(
            IntStream.range(0, part.historyLength(user))
                .mapToObj(position -> dataset.items().id(part.historyItem(user, position)))
                .toList())
        .isEqualTo(history.stream().map(Row::item).toList());
    List<String> different =
        new ArrayList<>(
            targets.stream().map(Row::item).collect(Collectors.toCollection(LinkedHashSet::new)));
    assertThat(
            IntStream.range(0, part.targetCount(user))
                .mapToObj(n -> dataset.items().id(part.target(user, n)))
                .toList())
        .isEqualTo(different);
    assertThat(part.target(user))
        .isEqualTo(different.isEmpty() ? -1 : dataset.items().indexOf(different.get(0)));
  }

  private static List<Row> rows(Dataset dataset, Sequences sequences, int user) {
    List<Row> rows = new ArrayList<>();
    for (int position = sequences.start(user); position < sequences.end(user); position++) {
      rows.add(
          new Row(
              dataset.users().id(user),
              dataset.items().id(sequences.item(position)),
              sequences.timestamp(position)));
    }
    return rows;
  }

  @RepeatedTest(30)
  @DisplayName("shows training nothing of which items are held out, in whatever order they are")
  void heldOutItemsDoNotShow(@Seed long seed) {
    Random random = new Random(seed);
    List<Row> rows = draw(random);
    // Ties of time would let another row of the same time be held out; let the rows decide alone.
    for (int n = 0; n < rows.size(); n++) {
      rows.set(n, new Row(rows.get(n).user(), rows.get(n).item(), 1000L * rows.get(n).time() + n));
    }
    long[] times = rows.stream().mapToLong(Row::time).sorted().toArray();
    Instant validation = at(times[times.length * 2 / 3]);
    Instant test = at(times[times.length * 5 / 6]);
    int training = rows.size() / 2;
    int known = rows.size() * 3 / 4;
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("leave-one-out", all -> unfiltered(all).build());
    ways.put("by time", all -> unfiltered(all).split(Split.byTime(validation, test)).build());
    ways.put("last share", all -> unfiltered(all).split(Split.lastShare(.2, .2)).build());
    ways.put("random", all -> unfiltered(all).split(Split.randomShare(.2, .3, seed)).build());
    ways.put(
        "given",
        all ->
            DatasetBuilder.ofParts(
                    log(all.subList(0, training)),
                    log(all.subList(training, known)),
                    log(all.subList(known, all.size())))
                .build());
    ways.forEach((name, way) -> assertHeldOutItemsDoNotShow(name, way, rows, random));
  }

  private static void assertHeldOutItemsDoNotShow(
      String name, Way way, List<Row> rows, Random random) {
    Dataset dataset;
    try {
      dataset = way.build(rows);
    } catch (SplitException e) {
      // Users whose rows all lie on one side; the other ways cut each user's own rows.
      assertThat(name).as(e.getMessage()).isIn("by time", "given");
      return;
    }
    Set<Row> trained = new LinkedHashSet<>();
    for (int user = 0; user < dataset.users().size(); user++) {
      trained.addAll(rows(dataset, dataset.training().sequences(), user));
    }
    List<Integer> heldOut =
        IntStream.range(0, rows.size())
            .filter(n -> !trained.contains(rows.get(n)))
            .boxed()
            .toList();
    List<Integer> shuffled = new ArrayList<>(heldOut);
    Collections.shuffle(shuffled, random);
    List<Row> changed = new ArrayList<>(rows);
    for (int n = 0; n < heldOut.size(); n++) {
      Row place = rows.get(heldOut.get(n));
      String item = rows.get(shuffled.get(n)).item();
      changed.set(heldOut.get(n), new Row(place.user(), item, place.time()));
    }
    Dataset other = way.build(changed);
    assertThat(other.users()).as(name).isEqualTo(dataset.users());
    assertThat(new TreeSet<>(other.items().ids()))
        .as(name)
        .isEqualTo(new TreeSet<>(dataset.items().ids()));
    assertThat(trainedRows(other)).as(name).isEqualTo(trainedRows(dataset));
    for (IntervalScheme scheme : IntervalScheme.values()) {
      assertThat(edges(other, scheme)).as(name).isEqualTo(edges(dataset, scheme));
    }
    Map<String, Map<String, Double>> seen = SeenInTraining.of(other);
    SeenInTraining.of(dataset)
        .forEach((what, expected) -> assertSame(name + ": " + what, seen.get(what), expected));
    assertThat(other.training().userCount()).isEqualTo(dataset.training().userCount());
    assertThat(other.training().itemCount()).isEqualTo(dataset.training().itemCount());
  }

  /** Sums over items in another order of the vocabulary may differ in their last bit. */
  private static void assertSame(
      String name, Map<String, Double> actual, Map<String, Double> expected) {
    assertThat(actual.keySet()).as(name).isEqualTo(expected.keySet());
    expected.forEach(
        (key, value) ->
            assertThat(actual.get(key)).as(name + " " + key).isCloseTo(value, within(1e-5)));
  }

  private static List<List<Row>> trainedRows(Dataset dataset) {
    return IntStream.range(0, dataset.users().size())
        .mapToObj(user -> rows(dataset, dataset.training().sequences(), user))
        .toList();
  }

  private static List<Set<String>> edges(Dataset dataset, IntervalScheme scheme) {
    List<Set<String>> edges = new ArrayList<>();
    for (IntervalGraph graph : dataset.training().intervalGraphs(4, scheme)) {
      Set<String> ofGraph = new TreeSet<>();
      for (int user = 0; user < graph.userCount(); user++) {
        for (int edge = graph.userOffsets()[user]; edge < graph.userOffsets()[user + 1]; edge++) {
          ofGraph.add(user + " " + dataset.items().id(graph.items()[edge]));
        }
      }
      edges.add(ofGraph);
    }
    return edges;
  }

  @RepeatedTest(20)
  @DisplayName("at random parts each user's interactions in the shares asked for, and no others")
  void random(@Seed long seed) {
    Random random = new Random(seed);
    List<Row> rows = draw(random);
    double validation = random.nextInt(4) / 10.0;
    double test = (1 + random.nextInt(4)) / 10.0;
    Dataset dataset;
    try {
      dataset = unfiltered(rows).split(Split.randomShare(validation, test, seed)).build();
    } catch (SplitException e) {
      // Only where rounding leaves nobody with a target.
      assertThat(byUser(rows).values())
          .as(e.getMessage())
          .allMatch(own -> Math.round(test * own.size()) == 0 || nothingFor(validation, own));
      return;
    }
    Map<String, List<Row>> byUser = byUser(rows);
    assertThat(dataset.users().ids()).containsExactlyInAnyOrderElementsOf(byUser.keySet());
    for (int user = 0; user < dataset.users().size(); user++) {
      List<Row> own = byUser.get(dataset.users().id(user));
      assertThat(rows(dataset, dataset.all(), user)).isEqualTo(own);
      Sequences training = dataset.training().sequences();
      int tested = (int) Math.min(own.size() - 1, Math.round(test * own.size()));
      int validated = (int) Math.min(own.size() - 1 - tested, Math.round(validation * own.size()));
      assertThat(training.length(user)).isEqualTo(own.size() - tested - validated);
      assertThat(dataset.validation().historyLength(user)).isEqualTo(training.length(user));
      assertThat(dataset.test().historyLength(user)).isEqualTo(own.size() - tested);
      int[] left = new int[dataset.items().size()];
      own.forEach(row -> left[dataset.items().indexOf(row.item())]++);
      for (int position = 0; position < dataset.test().historyLength(user); position++) {
        left[dataset.test().historyItem(user, position)]--;
      }
      assertThat(Arrays.stream(left).filter(count -> count > 0).count())
          .as("what is not in the history of test is a target")
          .isEqualTo(dataset.test().targetCount(user));
      for (int n = 0; n < dataset.test().targetCount(user); n++) {
        assertThat(left[dataset.test().target(user, n)]).isPositive();
      }
    }
  }

  private static boolean nothingFor(double validation, List<Row> own) {
    return validation > 0 && Math.round(validation * own.size()) == 0;
  }
}
