package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.LogLines;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.data.events.Interaction;
import io.hardgnn.data.events.InteractionLog;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The builder of datasets")
class DatasetBuilderTest {

  private static InteractionLog log() {
    return InteractionLog.builder()
        .add("ann", "a", 1000)
        .add("ann", "b", 2000)
        .add("bob", "a", 3000)
        .add("ann", "a", 4000)
        .add("ann", "c", 4000)
        .add("bob", "b", 5000)
        .build();
  }

  @Test
  @DisplayName("keeps the window from its first instant to before its last")
  void window() {
    Dataset dataset =
        RandomLogs.unfiltered(log())
            .from(Instant.ofEpochMilli(2000))
            .to(Instant.ofEpochMilli(4000))
            .build();
    assertThat(dataset.users().ids()).containsExactly("ann", "bob");
    assertThat(dataset.items().ids()).containsExactly("a", "b");
    assertThat(dataset.all().size()).isEqualTo(2);
    Dataset nanos =
        RandomLogs.unfiltered(log())
            .from(Instant.ofEpochMilli(4000).plusNanos(1))
            .to(Instant.MAX)
            .build();
    assertThat(nanos.all().size()).isEqualTo(1);
    assertThat(RandomLogs.unfiltered(log()).from(Instant.MIN).build().all().size()).isEqualTo(6);
  }

  @Test
  @DisplayName("by default keeps the first of repeated interactions, and a 5-core")
  void defaults() {
    InteractionLog.Builder log = InteractionLog.builder().add("few", "i0", 1);
    for (int user = 0; user < 5; user++) {
      for (int item = 0; item < 5; item++) {
        log.add("u" + user, "i" + item, item).add("u" + user, "i" + item, 100 + item);
      }
    }
    Dataset dataset = DatasetBuilder.of(log.build()).build();
    assertThat(dataset.statistics())
        .isEqualTo(
            new DatasetStatistics(
                5, 5, 25, 5, 5, 5, 0, 0, Instant.ofEpochMilli(0), Instant.ofEpochMilli(4)));
    assertThat(dataset.test().target(0)).isEqualTo(dataset.items().indexOf("i4"));
    assertThat(dataset.validation().target(0)).isEqualTo(dataset.items().indexOf("i3"));
    assertThat(dataset.filterSteps())
        .extracting(FilterStep::interactions)
        .containsExactly(51L, 51L, 26L, 25L);
    assertThat(FilterStep.toTable(dataset.filterSteps()))
        .contains("repeats KEEP_FIRST")
        .hasLineCount(5);
  }

  @Test
  @DisplayName("takes the k-core to its fixed point along a chain of removals as long as the data")
  void longChain() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int link = 0; link < 50_000; link++) {
      log.add("u" + link, "i" + link, link).add("u" + link, "i" + (link + 1), link);
    }
    for (int user = 0; user < 3; user++) {
      log.add("core" + user, "a", user).add("core" + user, "b", user);
    }
    log.add("core0", "i50000", 9); // goes with the last link of the chain
    Dataset dataset = core2(log.build());
    assertThat(dataset.users().ids()).containsExactly("core0", "core1", "core2");
    assertThat(dataset.items().ids()).containsExactly("a", "b");
    assertThat(dataset.all().size()).isEqualTo(6);
  }

  private static Dataset core2(InteractionLog log) {
    return RandomLogs.unfiltered(log).minUserInteractions(2).minItemInteractions(2).build();
  }

  @Test
  @DisplayName("holds out nothing when told so")
  void withoutHoldOut() {
    Dataset dataset = RandomLogs.unfiltered(log()).holdOut(false).build();
    assertThat(dataset.training().sequences()).isSameAs(dataset.all());
    assertThat(dataset.test().target(0)).isEqualTo(-1);
    assertThat(dataset.validation().historyLength(0)).isEqualTo(4);
  }

  @Test
  @DisplayName("says which filter dropped how many when nothing is left")
  void nothingLeft() {
    EmptyDatasetException error =
        catchThrowableOfType(
            EmptyDatasetException.class,
            () -> DatasetBuilder.of(log()).from(Instant.ofEpochMilli(2000)).build());
    assertThat(error)
        .hasMessageContaining("6 read")
        .hasMessageContaining("window [1970-01-01T00:00:02Z")
        .hasMessageContaining("dropped 1;")
        .hasMessageContaining("k-core (users >= 5, items >= 5) dropped 5")
        .hasMessageContaining("minUserInteractions");
    assertThat(error.steps()).hasSize(4);
    assertThatThrownBy(() -> DatasetBuilder.of(InteractionLog.builder().build()).build())
        .isInstanceOf(EmptyDatasetException.class)
        .hasMessageContaining("0 read");
  }

  @Test
  @DisplayName("warns of a filter that drops more than it leaves, and of repeated targets")
  void warnings() {
    InteractionLog.Builder plays = InteractionLog.builder();
    for (int user = 0; user < 6; user++) {
      for (int play = 0; play < 20; play++) {
        plays.add("u" + user, "song" + play % 5, play);
      }
    }
    InteractionLog log = plays.build();
    assertThat(LogLines.of(() -> DatasetBuilder.of(log).build()))
        .contains("the step 'repeats KEEP_FIRST' dropped 90 interactions and left 30")
        .doesNotContain("k-core")
        .doesNotContain("already");
    assertThat(LogLines.of(() -> DatasetBuilder.of(log).repeats(RepeatRule.KEEP_ALL).build()))
        .contains("6 test targets are in their user's history already")
        .doesNotContain("dropped");
  }

  @Test
  @DisplayName("refuses settings out of range by their names")
  void settings() {
    DatasetBuilder builder = DatasetBuilder.of(log());
    assertThatThrownBy(() -> builder.minUserInteractions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minUserInteractions must be at least 1, got 0");
    assertThatThrownBy(() -> builder.minItemInteractions(-1))
        .hasMessageContaining("minItemInteractions");
    assertThatThrownBy(() -> builder.minSequenceLength(0))
        .hasMessageContaining("minSequenceLength");
    assertThatThrownBy(() -> builder.from(Instant.EPOCH).to(Instant.EPOCH).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1970-01-01T00:00:00Z must be before to 1970-01-01T00:00:00Z");
  }

  @Test
  @DisplayName("gives equal fingerprints to equal data and others to any other data or split")
  void fingerprint() {
    String fingerprint = RandomLogs.unfiltered(log()).build().fingerprint();
    assertThat(fingerprint)
        .as("the same on every platform and in every version that calls itself format 1")
        .isEqualTo("938bfcd5c07faf0bf280e3b55421201c2b7a735e6cfdc7ff8a896d8dd4cb7177");
    assertThat(RandomLogs.unfiltered(log()).build().fingerprint()).isEqualTo(fingerprint);
    assertThat(
            List.of(
                RandomLogs.unfiltered(log()).holdOut(false).build().fingerprint(),
                RandomLogs.unfiltered(log()).repeats(RepeatRule.KEEP_LAST).build().fingerprint(),
                RandomLogs.unfiltered(log()).to(Instant.ofEpochMilli(5000)).build().fingerprint(),
                fingerprintOf("ab", "c", 1),
                fingerprintOf("a", "bc", 1),
                fingerprintOf("a", "bc", 2),
                fingerprint))
        .doesNotHaveDuplicates();
  }

  private static String fingerprintOf(String user, String item, long time) {
    InteractionLog log = InteractionLog.builder().add(user, item, time).build();
    return RandomLogs.unfiltered(log).build().fingerprint();
  }

  @Test
  @DisplayName("prints its statistics as a table")
  void table() {
    DatasetStatistics statistics = RandomLogs.unfiltered(log()).build().statistics();
    assertThat(statistics.repeatedPairs()).isEqualTo(1);
    assertThat(statistics.density()).isEqualTo(5 / 6.0);
    assertThat(statistics.toString())
        .containsPattern("users +2\\R")
        .containsPattern("density +83.3333 %\\R")
        .containsPattern("mean sequence +3.0\\R")
        .containsPattern("last interaction +1970-01-01T00:00:05Z\\R");
  }

  @Test
  @DisplayName("takes a stream of interactions in its order and closes it")
  void stream() {
    boolean[] closed = {false};
    Stream<Interaction> stream =
        Stream.of(new Interaction("u", "b", Instant.ofEpochMilli(5)), Interaction.at("u", "a", 5))
            .onClose(() -> closed[0] = true);
    Dataset dataset = RandomLogs.unfiltered(InteractionLog.of(stream)).build();
    assertThat(dataset.items().ids()).containsExactly("b", "a");
    assertThat(dataset.all().itemsOf(0)).containsExactly(0, 1);
    assertThat(closed[0]).isTrue();
    assertThatThrownBy(() -> InteractionLog.of(Stream.of(new Interaction("u", "a", Instant.MAX))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1970 .. 9999");
    assertThatThrownBy(() -> InteractionLog.builder().add(" ", "a", 5))
        .hasMessageContaining("blank");
    assertThatThrownBy(() -> InteractionLog.builder().add("u", "a", -5))
        .hasMessageContaining("time -5");
  }
}
