package io.hardgnn.transitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.evaluation.Fixture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The row of a new item")
class NeighbourMeansTest {

  /** Rows of the known items 0 and 1, of lengths 2 and 4 and at a right angle. */
  private static final NeighbourMeans.Rows ROWS =
      (item, target) -> {
        target[0] = item == 0 ? 2 : 0;
        target[1] = item == 0 ? 0 : 4;
      };

  private static NeighbourMeans means(int items, int known, int[]... users) {
    ItemSequences histories = new Fixture(items, users, new int[users.length]).sequences().items();
    return NeighbourMeans.of(histories, item -> item < known, 2);
  }

  @Test
  @DisplayName("is that of its only known neighbour, before it or after it")
  void one() {
    NeighbourMeans means = means(4, 2, new int[] {2, 0}, new int[] {1, 3});
    assertThat(means.row(2, 2, ROWS)).containsExactly(new float[] {2, 0}, within(1e-6f));
    assertThat(means.row(3, 2, ROWS)).containsExactly(new float[] {0, 4}, within(1e-6f));
  }

  @Test
  @DisplayName("points between its neighbours' rows and has their mean length")
  void between() {
    // The items 0 and 1 are in the same places for item 2, so they weigh the same.
    NeighbourMeans means = means(3, 2, new int[] {0, 2}, new int[] {1, 2});
    float[] row = means.row(2, 2, ROWS);
    assertThat(Math.hypot(row[0], row[1])).isCloseTo(3, within(1e-5));
    assertThat(row[1] / row[0]).isCloseTo(2, within(1e-5f));
  }

  @Test
  @DisplayName("leans to the neighbour that it occurs with more often")
  void weighed() {
    NeighbourMeans once = means(3, 2, new int[] {0, 2}, new int[] {1, 2});
    NeighbourMeans often = means(3, 2, new int[] {0, 2}, new int[] {1, 2}, new int[] {0, 2});
    assertThat(slope(often)).isLessThan(slope(once));
  }

  private static float slope(NeighbourMeans means) {
    float[] row = means.row(2, 2, ROWS);
    return row[1] / row[0];
  }

  @Test
  @DisplayName("leans to the neighbour that is rarer among all users, those without new items too")
  void popular() {
    int[][] users = {{0, 2}, {1, 2}, {3, 0}, {3, 0}, {3, 0}, {3, 0}};
    ItemSequences histories = new Fixture(4, users, new int[users.length]).sequences().items();
    NeighbourMeans means = NeighbourMeans.of(histories, item -> item != 2, 2);
    assertThat(slope(means)).isGreaterThan(2.01f); // 2 where both are as popular
  }

  @Test
  @DisplayName("is zero where it occurs with new items only, or not at all")
  void none() {
    NeighbourMeans means = means(5, 2, new int[] {0, 1}, new int[] {2, 3}, new int[] {0, 3});
    assertThat(means.has(2)).isFalse();
    assertThat(means.row(2, 2, ROWS)).containsExactly(0, 0);
    assertThat(means.has(4)).isFalse();
    assertThat(means.has(3)).isTrue();
  }

  @Test
  @DisplayName("is made of the fifty strongest neighbours")
  void strongest() {
    // Item 60 follows each of 60 known ones, those of 10 and more twice as often.
    int[][] users =
        IntStream.range(0, 110)
            .mapToObj(user -> new int[] {user < 60 ? user : user - 50, 60})
            .toArray(int[][]::new);
    boolean[] asked = new boolean[61];
    means(61, 60, users).row(60, 1, (item, target) -> asked[item] = true);
    assertThat(IntStream.range(0, 61).filter(item -> asked[item]).boxed())
        .containsExactlyElementsOf(IntStream.range(10, 60).boxed().toList());
  }
}
