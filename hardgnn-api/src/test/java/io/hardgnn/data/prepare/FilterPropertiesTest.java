package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.seed.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A dataset holds what a naive filter over lists of rows leaves")
class FilterPropertiesTest {

  record Row(String user, String item, long time) {}

  private static final long SHORT = 300; // the seeds of short logs; from there on logs are long

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 60), LongStream.of(SHORT));
  }

  static LongStream furtherSeeds() {
    return LongStream.concat(LongStream.range(60, SHORT), LongStream.range(SHORT + 1, SHORT + 6));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "order of time with ties by row, repeats, k-core and split agree with the naive program")
  void agreesWithNaiveProgram(long seed) {
    agrees(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @Tag("thorough")
  @MethodSource("furtherSeeds")
  @DisplayName("of more logs, too, long ones among them")
  void agreesOnMoreLogs(long seed) {
    agrees(seed);
  }

  @RepeatedTest(60)
  @DisplayName("in whatever order rows are read that all have times of their own")
  void orderOfRows(@Seed long seed) {
    Random random = new Random(seed);
    List<Row> rows = distinctTimes(RandomLogs.draw(random));
    RepeatRule rule = RepeatRule.values()[random.nextInt(3)];
    int minUser = 1 + random.nextInt(6);
    int minItem = 1 + random.nextInt(6);
    int minLength = 1 + random.nextInt(6);
    UnaryOperator<DatasetBuilder> filters =
        builder ->
            builder
                .repeats(rule)
                .minUserInteractions(minUser)
                .minItemInteractions(minItem)
                .minSequenceLength(minLength)
                .holdOut(false);
    Set<Row> kept = kept(filters.apply(DatasetBuilder.of(log(rows))));
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    assertThat(kept(filters.apply(DatasetBuilder.of(log(shuffled))))).isEqualTo(kept);
    Set<Row> naive = new HashSet<>();
    naive(log(shuffled), rule, Math.max(minUser, minLength), minItem)
        .values()
        .forEach(naive::addAll);
    assertThat(naive).isEqualTo(kept);
  }

  /** Returns the rows of a log with times that are all different and in another order. */
  private static List<Row> distinctTimes(InteractionLog log) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      String user = log.users().id(log.user(row));
      String item = log.items().id(log.item(row));
      rows.add(new Row(user, item, 1000 * log.timestamp(row) + row));
    }
    return rows;
  }

  private static InteractionLog log(List<Row> rows) {
    InteractionLog.Builder log = InteractionLog.builder();
    rows.forEach(row -> log.add(row.user(), row.item(), row.time()));
    return log.build();
  }

  /** Returns the rows that are left, none where there is no dataset. */
  private static Set<Row> kept(DatasetBuilder builder) {
    Dataset dataset;
    try {
      dataset = builder.build();
    } catch (EmptyDatasetException e) {
      return Set.of();
    }
    Set<Row> kept = new HashSet<>();
    for (int user = 0; user < dataset.users().size(); user++) {
      kept.addAll(rows(dataset, dataset.all(), user));
    }
    assertThat(kept).hasSize(dataset.all().size());
    return kept;
  }

  private static void agrees(long seed) {
    Random random = new Random(seed);
    InteractionLog log = seed < SHORT ? RandomLogs.draw(random) : RandomLogs.drawLong(random);
    RepeatRule rule = List.of(RepeatRule.values()).get(random.nextInt(3));
    int minUser = 1 + random.nextInt(6);
    int minItem = 1 + random.nextInt(6);
    int minLength = 1 + random.nextInt(4);
    boolean holdOut = random.nextInt(4) > 0;
    DatasetBuilder builder =
        DatasetBuilder.of(log)
            .repeats(rule)
            .minUserInteractions(minUser)
            .minItemInteractions(minItem)
            .minSequenceLength(minLength)
            .holdOut(holdOut);

    Map<String, List<Row>> expected = naive(log, rule, Math.max(minUser, minLength), minItem);
    if (expected.isEmpty()) {
      assertThatThrownBy(builder::build).isInstanceOf(EmptyDatasetException.class);
      return;
    }
    Dataset dataset = builder.build();

    assertThat(dataset.users().ids())
        .containsExactlyElementsOf(inOrderOf(log.users(), expected.keySet()));
    Set<String> items =
        expected.values().stream().flatMap(List::stream).map(Row::item).collect(Collectors.toSet());
    assertThat(dataset.items().ids()).containsExactlyElementsOf(inOrderOf(log.items(), items));
    for (int user = 0; user < dataset.users().size(); user++) {
      List<Row> rows = expected.get(dataset.users().id(user));
      assertThat(rows(dataset, dataset.all(), user)).isEqualTo(rows);
      int trained = holdOut && rows.size() >= 3 ? rows.size() - 2 : rows.size();
      assertThat(rows(dataset, dataset.training().sequences(), user))
          .isEqualTo(rows.subList(0, trained));
      assertHeldOut(dataset, dataset.validation(), user, rows, trained, trained < rows.size());
      int tested = trained < rows.size() ? trained + 1 : trained;
      assertHeldOut(dataset, dataset.test(), user, rows, tested, trained < rows.size());
    }
    assertThat(dataset.statistics().interactions())
        .isEqualTo(expected.values().stream().mapToLong(List::size).sum());
    assertThat(dataset.filterSteps().stream().mapToLong(FilterStep::dropped).sum())
        .isEqualTo(log.size() - dataset.all().size());
  }

  private static void assertHeldOut(
      Dataset dataset, HeldOut part, int user, List<Row> rows, int history, boolean split) {
    assertThat(part.historyLength(user)).isEqualTo(history);
    for (int position = 0; position < history; position++) {
      assertThat(dataset.items().id(part.historyItem(user, position)))
          .isEqualTo(rows.get(position).item());
    }
    assertThatThrownBy(() -> part.historyItem(user, history))
        .isInstanceOf(IndexOutOfBoundsException.class);
    if (split) {
      assertThat(dataset.items().id(part.target(user))).isEqualTo(rows.get(history).item());
    } else {
      assertThat(part.target(user)).isEqualTo(-1);
    }
  }

  private static List<Row> rows(Dataset dataset, Sequences sequences, int user) {
    List<Row> rows = new ArrayList<>();
    for (int position = sequences.start(user); position < sequences.end(user); position++) {
      String item = dataset.items().id(sequences.item(position));
      rows.add(new Row(dataset.users().id(user), item, sequences.timestamp(position)));
    }
    return rows;
  }

  private static List<String> inOrderOf(Vocabulary vocabulary, Set<String> kept) {
    return vocabulary.ids().stream().filter(kept::contains).toList();
  }

  private static Map<String, List<Row>> naive(
      InteractionLog log, RepeatRule rule, int minUser, int minItem) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      rows.add(
          new Row(
              log.users().id(log.user(row)), log.items().id(log.item(row)), log.timestamp(row)));
    }
    rows.sort(Comparator.comparingLong(Row::time)); // List.sort is stable
    if (rule == RepeatRule.KEEP_LAST) {
      Collections.reverse(rows);
    }
    if (rule != RepeatRule.KEEP_ALL) {
      Set<List<String>> seen = new HashSet<>();
      rows.removeIf(row -> !seen.add(List.of(row.user(), row.item())));
    }
    if (rule == RepeatRule.KEEP_LAST) {
      Collections.reverse(rows);
    }
    boolean changed = true;
    while (changed) {
      Map<String, Long> users =
          rows.stream().collect(Collectors.groupingBy(Row::user, Collectors.counting()));
      changed = rows.removeIf(row -> users.get(row.user()) < minUser);
      Map<String, Long> items =
          rows.stream().collect(Collectors.groupingBy(Row::item, Collectors.counting()));
      changed |= rows.removeIf(row -> items.get(row.item()) < minItem);
    }
    return rows.stream()
        .collect(Collectors.groupingBy(Row::user, LinkedHashMap::new, Collectors.toList()));
  }
}
