package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.LogLines;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Interactions of a user at the same time")
class TiesTest {

  /** Two days of ten items each, sorted by item, for each of 40 users. */
  private static DatasetBuilder builder() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 20; item++) {
        log.add("u" + user, "i" + (100 + item), 86_400_000L * (10_000 + item / 10));
      }
    }
    return DatasetBuilder.of(log.build());
  }

  private static List<String> history(Dataset dataset, int user) {
    List<String> items = new ArrayList<>();
    for (int i = dataset.all().start(user); i < dataset.all().end(user); i++) {
      items.add(dataset.items().id(dataset.all().item(i)));
    }
    return items;
  }

  /** Ten items of 40 users, so many of them at the time of the item before. */
  private static String logged(int tied) {
    return LogLines.of(
        () -> {
          InteractionLog.Builder log = InteractionLog.builder();
          for (int user = 0; user < 40; user++) {
            for (int item = 0; item < 10; item++) {
              long day = 10_000 + Math.max(0, item - tied);
              log.add("u" + user, "i" + item, 86_400_000L * day);
            }
          }
          DatasetBuilder.of(log.build()).build();
        });
  }

  @Test
  @DisplayName("are warned of where they are more than a third of the neighbours")
  void warned() {
    assertThat(logged(4))
        .contains("44 % of the neighbours in users' histories have equal times")
        .contains("shuffleTies(seed)");
    assertThat(logged(3)).doesNotContain("equal times");
  }

  @Test
  @DisplayName("are counted")
  void counted() {
    Dataset dataset = builder().build();
    assertThat(dataset.statistics().tiedNeighbours()).isEqualTo(40 * 18);
    assertThat(dataset.statistics().tiedShare()).isEqualTo(18.0 / 19);
    assertThat(dataset.statistics().toTable()).contains("neighbours tied", "94.7 %");
  }

  @Test
  @DisplayName(
      "keep the order of the rows, unless a seed shuffles them: within a time, and no other")
  void shuffled() {
    Dataset sorted = builder().build();
    Dataset shuffled = builder().shuffleTies(1).build();
    assertThat(shuffled.fingerprint())
        .isEqualTo(builder().shuffleTies(1).build().fingerprint())
        .isNotEqualTo(builder().shuffleTies(2).build().fingerprint())
        .isNotEqualTo(sorted.fingerprint());
    TreeSet<String> firsts = new TreeSet<>();
    TreeSet<String> lasts = new TreeSet<>();
    for (int user = 0; user < 40; user++) {
      List<String> before = history(sorted, user);
      List<String> after = history(shuffled, user);
      assertThat(before).isSorted();
      assertThat(after.subList(0, 10)).hasSameElementsAs(before.subList(0, 10));
      assertThat(after.subList(10, 20)).hasSameElementsAs(before.subList(10, 20));
      firsts.add(after.get(0));
      lasts.add(after.get(19));
    }
    assertThat(firsts).as("every item may come first").hasSizeGreaterThan(7);
    assertThat(lasts).as("and last").hasSizeGreaterThan(7);
  }
}
