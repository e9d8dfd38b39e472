package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.LogLines;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.data.SharedData;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.InteractionLog;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A split")
class SplitTest {

  /** Ann from 1 to 6, bob from 2 to 5, cid from 5 on. */
  private static InteractionLog log() {
    return InteractionLog.builder()
        .add("ann", "a", 1000)
        .add("ann", "b", 3000)
        .add("ann", "c", 4000)
        .add("ann", "d", 6000)
        .add("ann", "a", 6500)
        .add("ann", "d", 6600)
        .add("bob", "b", 2000)
        .add("bob", "a", 5000)
        .add("cid", "z", 5000)
        .add("cid", "a", 6000)
        .build();
  }

  private static Instant second(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static List<String> targets(Dataset dataset, String user) {
    int index = dataset.users().indexOf(user);
    return IntStream.range(0, dataset.test().targetCount(index))
        .mapToObj(n -> dataset.items().id(dataset.test().target(index, n)))
        .toList();
  }

  @Test
  @DisplayName("that leaves one out says so where nobody has three interactions")
  void leaveOneOutOfNobody() {
    DatasetBuilder pairs =
        RandomLogs.unfiltered(
            InteractionLog.builder().add("ann", "a", 1).add("ann", "b", 2).build());
    assertThat(LogLines.of(pairs::build)).contains("no user has 3 interactions");
    assertThat(LogLines.of(pairs.holdOut(false)::build)).isEmpty();
  }

  @Test
  @DisplayName("by time has its statistics, and names who was left out")
  void byTime() {
    Dataset dataset =
        RandomLogs.unfiltered(log()).split(Split.byTime(second(4), second(6))).build();
    assertThat(dataset.users().ids()).containsExactly("ann", "bob");
    assertThat(dataset.items().ids())
        .as("the catalogue does not depend on who is left out")
        .containsExactly("a", "b", "c", "d", "z");
    assertThat(targets(dataset, "ann")).as("each item once").containsExactly("d", "a");
    assertThat(targets(dataset, "bob")).isEmpty();
    Dataset everybody =
        RandomLogs.unfiltered(log())
            .split(Split.byTime(second(4), second(6)))
            .keepUsersWithoutHistory(true)
            .build();
    assertThat(everybody.users().ids()).containsExactly("ann", "bob", "cid");
    assertThat(targets(everybody, "cid")).containsExactly("a");
    assertThat(everybody.test().historyLength(2)).as("z is of validation").isEqualTo(1);
    assertThat(dataset.test().historyLength(0)).isEqualTo(3);
    assertThat(dataset.test().historyLength(1)).isEqualTo(2);
    assertThat(dataset.validation().target(1)).isEqualTo(dataset.items().indexOf("a"));
    SplitStatistics statistics = dataset.splitStatistics().orElseThrow();
    assertThat(statistics)
        .isEqualTo(
            new SplitStatistics(
                "by time, validation from 1970-01-01T00:00:04Z, test from 1970-01-01T00:00:06Z",
                new SplitStatistics.Part(2, 2, 3),
                new SplitStatistics.Part(2, 2, 2),
                new SplitStatistics.Part(1, 2, 3),
                1,
                1,
                List.of("cid"),
                0));
    assertThat(statistics.toString())
        .containsPattern("test +1 +2 +3\\R")
        .containsPattern("users without training +1\\R")
        .containsPattern("training later than a target +0.0 %\\R");
  }

  @Test
  @DisplayName("of the last shares takes a run of one instant whole to the nearer side")
  void lastShare() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int n = 0; n < 10; n++) {
      log.add("u", "i" + n, n < 7 ? n : n < 9 ? 7 : 8); // 0 1 2 3 4 5 6 7 7 8
    }
    InteractionLog rows = log.build();
    Dataset eight = RandomLogs.unfiltered(rows).split(Split.lastShare(0, .2)).build();
    assertThat(eight.test().targetCount(0)).as("the cut is in the middle of the run").isEqualTo(3);
    assertThat(eight.validation().targetCount(0)).isZero();
    Dataset fifth = RandomLogs.unfiltered(rows).split(Split.lastShare(.4, .1)).build();
    assertThat(fifth.test().targetCount(0)).isEqualTo(1);
    assertThat(fifth.validation().targetCount(0)).isEqualTo(4);
    assertThat(fifth.training().sequences().size()).isEqualTo(5);
  }

  private static InteractionLog users(int count, int length) {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < count; user++) {
      for (int item = 0; item < length; item++) {
        log.add("u" + user, "i" + item, 1000L * item);
      }
    }
    return log.build();
  }

  private static List<List<String>> allTargets(Dataset dataset) {
    return dataset.users().ids().stream().map(user -> targets(dataset, user)).toList();
  }

  @Test
  @DisplayName("at random is one of the seed and of the user, whoever else is there")
  void randomShare() {
    Dataset dataset =
        RandomLogs.unfiltered(users(30, 10)).split(Split.randomShare(.1, .2, 7)).build();
    Dataset fewer =
        RandomLogs.unfiltered(users(20, 10)).split(Split.randomShare(.1, .2, 7)).build();
    Dataset other =
        RandomLogs.unfiltered(users(30, 10)).split(Split.randomShare(.1, .2, 8)).build();
    assertThat(allTargets(dataset)).allSatisfy(targets -> assertThat(targets).hasSize(2));
    assertThat(allTargets(fewer)).isEqualTo(allTargets(dataset).subList(0, 20));
    assertThat(allTargets(other)).isNotEqualTo(allTargets(dataset));
    assertThat(allTargets(dataset).stream().distinct().count())
        .as("users differ")
        .isGreaterThan(10);
    assertThat(targets(dataset, "u0"))
        .as("the same on every platform and in every version")
        .containsExactly("i3", "i8");
    assertThat(dataset.fingerprint()).isNotEqualTo(other.fingerprint());
  }

  private static List<String> historyOfTest(Dataset dataset, int user) {
    return IntStream.range(0, dataset.test().historyLength(user))
        .mapToObj(n -> dataset.items().id(dataset.test().historyItem(user, n)))
        .toList();
  }

  @Test
  @DisplayName("shows a test the order of time, though what is for validation lies in between")
  void historyOfTest() {
    Dataset random =
        RandomLogs.unfiltered(users(30, 10)).split(Split.randomShare(.3, .2, 7)).build();
    for (int user = 0; user < 30; user++) {
      assertThat(historyOfTest(random, user)).hasSize(8).isSorted();
      assertThat(targets(random, "u" + user))
          .doesNotContainAnyElementsOf(historyOfTest(random, user));
    }
    InteractionLog training =
        InteractionLog.builder().add("u", "a", 10).add("u", "c", 30).add("v", "a", 1).build();
    InteractionLog validation = InteractionLog.builder().add("u", "b", 20).add("v", "d", 2).build();
    InteractionLog test = InteractionLog.builder().add("u", "d", 5).build();
    Dataset given = DatasetBuilder.ofParts(training, validation, test).build();
    assertThat(historyOfTest(given, 0)).containsExactly("a", "b", "c");
    assertThat(targets(given, "u")).containsExactly("d");
    assertThat(given.training().sequences().length(0)).isEqualTo(2);
  }

  @Test
  @DisplayName("at random draws every interaction of a user equally often")
  void randomIsUniform() {
    int[] drawn = new int[10];
    InteractionLog log = users(4000, 10);
    Dataset dataset = RandomLogs.unfiltered(log).split(Split.randomShare(.1, .3, 3)).build();
    for (int user = 0; user < 4000; user++) {
      for (int n = 0; n < 3; n++) {
        drawn[dataset.test().target(user, n)]++;
      }
    }
    // 1,200 are expected; the standard deviation is 29, five of them are 145
    assertThat(IntStream.of(drawn).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(1055, 1345));
  }

  @Test
  @DisplayName("given in two files is taken as it is, or filtered if a setting says so")
  void given() {
    InteractionLog training =
        InteractionLog.builder().add("u", "a", 9000).add("u", "b", 8000).add("v", "a", 1).build();
    InteractionLog test =
        InteractionLog.builder().add("u", "a", 10).add("u", "c", 20).add("w", "a", 1).build();
    Dataset dataset = DatasetBuilder.ofParts(training, test).build();
    assertThat(dataset.users().ids()).containsExactly("u", "v");
    assertThat(dataset.items().ids()).containsExactly("a", "b", "c");
    assertThat(dataset.training().sequences().itemsOf(0)).containsExactly(1, 0);
    assertThat(targets(dataset, "u")).containsExactly("a", "c");
    assertThat(dataset.validation().target(0)).isEqualTo(-1);
    assertThat(dataset.all().itemsOf(0)).as("in the order of time").containsExactly(0, 2, 1, 0);
    SplitStatistics statistics = dataset.splitStatistics().orElseThrow();
    assertThat(statistics.usersWithoutHistory()).containsExactly("w");
    assertThat(statistics.knownTargets()).isEqualTo(1);
    assertThat(statistics.unknownTargets()).isEqualTo(1);
    assertThat(statistics.laterTraining()).isEqualTo(2 / 3.0);

    Dataset everybody =
        DatasetBuilder.ofParts(training, test).keepUsersWithoutHistory(true).build();
    assertThat(everybody.users().ids()).containsExactly("u", "v", "w");
    assertThat(everybody.training().sequences().length(2)).isZero();
    assertThat(everybody.test().historyLength(2)).isZero();
    assertThat(targets(everybody, "w")).containsExactly("a");
    assertThat(everybody.splitStatistics().orElseThrow().usersWithoutHistory())
        .containsExactly("w");

    Dataset first = DatasetBuilder.ofParts(training, test).repeats(RepeatRule.KEEP_FIRST).build();
    assertThat(targets(first, "u")).as("a is known").containsExactly("c");
    Dataset core = DatasetBuilder.ofParts(training, test).minItemInteractions(2).build();
    assertThat(core.items().ids()).containsExactly("a");
    assertThat(targets(core, "u")).containsExactly("a");
    Dataset whole = DatasetBuilder.ofParts(training, test).holdOut(false).build();
    assertThat(whole.training().sequences().itemsOf(0)).containsExactly(0, 2, 1, 0);
    assertThat(whole.users().size()).isEqualTo(3);
    assertThat(whole.splitStatistics().orElseThrow().split()).isEqualTo("nothing held out");
  }

  @Test
  @DisplayName("shows in the fingerprint, and leave-one-out has the one it always had")
  void fingerprints() {
    InteractionLog log = users(3, 5);
    List<String> prints =
        List.of(
            RandomLogs.unfiltered(log).build().fingerprint(),
            RandomLogs.unfiltered(log).holdOut(false).build().fingerprint(),
            RandomLogs.unfiltered(log)
                .split(Split.byTime(second(3), second(3)))
                .build()
                .fingerprint(),
            RandomLogs.unfiltered(log)
                .split(Split.byTime(second(2), second(3)))
                .build()
                .fingerprint(),
            RandomLogs.unfiltered(log).split(Split.randomShare(0, .4, 1)).build().fingerprint());
    assertThat(prints).doesNotHaveDuplicates();
    assertThat(
            RandomLogs.unfiltered(log)
                .split(Split.byTime(second(3), second(4)))
                .build()
                .fingerprint())
        .as("the same parts")
        .isEqualTo(prints.get(0));
  }

  @Test
  @DisplayName("that leaves a part empty is refused with what there is")
  void emptyParts() {
    DatasetBuilder builder = RandomLogs.unfiltered(log());
    assertThatThrownBy(() -> builder.split(Split.byTime(second(0), second(3))).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("leaves nothing for training")
        .hasMessageContaining("none of the 10 interactions of interactions");
    assertThatThrownBy(() -> builder.split(Split.byTime(second(4), second(60))).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("no user of interactions a target for test")
        .hasMessageContaining("2 users have something for training, 1 have nothing")
        .hasMessageContaining("1970-01-01T00:00:01Z to 1970-01-01T00:00:06.600Z");
    assertThatThrownBy(
            () -> builder.split(Split.byTime(Instant.ofEpochMilli(4001), second(5))).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("a target for validation");
    assertThatThrownBy(() -> builder.split(Split.randomShare(0, .05, 1)).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("a target for test");
    assertThatThrownBy(
            () -> DatasetBuilder.ofParts(log(), InteractionLog.builder().build()).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("given parts");
  }

  @Test
  @DisplayName("out of range is refused by the name of its setting")
  void ranges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.byTime(second(5), second(4)))
        .withMessageContaining("testFrom must not be before validationFrom");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.lastShare(-.1, .1))
        .withMessage("validation must be 0 to less than 1, got -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.randomShare(.1, Double.NaN, 1))
        .withMessageContaining("test must be");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.lastShare(.5, .5))
        .withMessageContaining("validation + test must be less than 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> DatasetBuilder.ofParts(log(), log()).split(Split.leaveOneOut()))
        .withMessageContaining("ofParts");
  }

  @Test
  @DisplayName("of real films: leave-one-out trains on much that is later than its targets")
  void leakage() {
    InteractionLog films = InteractionLog.read(SharedData.file("ml-1m.csv.gz"));
    SplitStatistics lastOnes = DatasetBuilder.of(films).build().splitStatistics().orElseThrow();
    assertThat(lastOnes.laterTraining()).isBetween(.44, .46);
    assertThat(lastOnes.test()).isEqualTo(new SplitStatistics.Part(6040, 1873, 6040));
    SplitStatistics byTime =
        DatasetBuilder.of(films)
            .split(Split.lastShare(.1, .1))
            .build()
            .splitStatistics()
            .orElseThrow();
    assertThat(byTime.laterTraining()).isZero();
    assertThat(byTime.usersWithoutHistory()).hasSize(640);
  }

  @Test
  @DisplayName("of a log in any order of rows is the same but for the numbering")
  void rowOrder() {
    List<Integer> order = new Random(4).ints(0, 50).distinct().limit(50).boxed().toList();
    InteractionLog.Builder shuffled = InteractionLog.builder();
    for (int row : order) {
      shuffled.add("u" + row / 10, "i" + row % 10, 1000L * (row % 10));
    }
    Dataset dataset =
        RandomLogs.unfiltered(users(5, 10)).split(Split.randomShare(.1, .2, 1)).build();
    Dataset other =
        RandomLogs.unfiltered(shuffled.build()).split(Split.randomShare(.1, .2, 1)).build();
    for (String user : dataset.users().ids()) {
      assertThat(targets(other, user)).isEqualTo(targets(dataset, user));
    }
  }
}
