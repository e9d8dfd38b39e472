package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("TopN")
class TopNTest {

  @Test
  @DisplayName("returns the best items first, equal scores in the order of the item")
  void bestFirst() {
    float[] scores = {9, 1, 3, 3, 2, 3, 9};
    assertThat(TopN.select(scores, 1, 5, 3)).containsExactly(1, 2, 4);
    assertThat(TopN.select(scores, 0, 7, 3)).containsExactly(0, 6, 2);
    assertThat(TopN.select(scores, 0, 7, 3, new int[] {6, 2, -4, 6, 99})).containsExactly(0, 3, 5);
    assertThat(TopN.select(scores, 0, 7, 0)).isEmpty();
    assertThat(TopN.select(scores, 7, 0, 4)).isEmpty();
  }

  @Test
  @DisplayName("never returns an item whose score is NaN, and negative infinity last")
  void nan() {
    float[] scores = {Float.NaN, Float.NEGATIVE_INFINITY, -1, Float.NaN, Float.POSITIVE_INFINITY};
    assertThat(TopN.select(scores, 0, 5, 5)).containsExactly(4, 2, 1);
    assertThat(TopN.select(scores, 0, 5, 2)).containsExactly(4, 2);
  }

  @RepeatedTest(200)
  @DisplayName("agrees with sorting")
  void agreesWithSorting(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int count = random.nextInt(80);
    int offset = random.nextInt(5);
    float[] scores = new float[offset + count + random.nextInt(3)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(1 + random.nextInt(40)) - 5;
    }
    int n = random.nextInt(count + 5);
    int[] exclude = random.ints(random.nextInt(1 + 2 * count), -3, count + 9).toArray();
    BitSet bits = new BitSet();
    IntStream.of(exclude).filter(i -> i >= 0).forEach(bits::set);
    int[] expected =
        IntStream.range(0, count)
            .filter(i -> !bits.get(i) && !Float.isNaN(scores[offset + i]))
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> -scores[offset + i]).thenComparing(i -> i))
            .mapToInt(i -> i)
            .limit(n)
            .toArray();
    String seed = "seed " + repetition.getCurrentRepetition();
    assertThat(TopN.select(scores, offset, count, n, exclude)).as(seed).isEqualTo(expected);
    assertThat(TopN.select(scores, offset, count, n, bits)).as(seed).isEqualTo(expected);
  }

  @Test
  @DisplayName("rejects a row outside the array and a negative n")
  void rejects() {
    assertThatThrownBy(() -> TopN.select(new float[4], 2, 3, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> TopN.select(new float[4], 0, 4, -1));
  }
}
