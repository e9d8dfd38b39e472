package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ScoreCounter")
class ScoreCounterTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    Math.nextUp(1f),
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1p27f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final ScoreCounter counter = new ScoreCounter();

  private static int compared(float[] scores, int offset, int count, float bar) {
    int notBelow = 0;
    for (int i = offset; i < offset + count; i++) {
      notBelow += scores[i] < bar ? 0 : 1;
    }
    return notBelow;
  }

  @ParameterizedTest(name = "{0} scores")
  @ValueSource(ints = {1, 2, 1023, 1024, 1025, 5000})
  @DisplayName("counts as a comparison of each score does, ties included, within the row alone")
  void agreesWithComparisons(int count) {
    Random random = new Random(count);
    float[] scores = new float[count + 20];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(50) / 7f - 3;
    }
    for (int offset = 0; offset <= 20; offset += 5) {
      for (int round = 0; round < 20; round++) {
        float bar = scores[offset + random.nextInt(count)];
        assertThat(counter.notBelow(scores, offset, count, bar))
            .isEqualTo(compared(scores, offset, count, bar));
      }
    }
  }

  @Test
  @DisplayName("tells neighbouring floats apart, and knows zeros, subnormals, infinities and NaN")
  void specialValues() {
    for (float bar : SPECIAL) {
      for (float score : SPECIAL) {
        for (int length : new int[] {40, 300, 1500}) { // one by one, and by whole vectors
          float[] row = new float[length];
          Arrays.fill(row, bar);
          row[7] = score;
          assertThat(counter.notBelow(row, 0, row.length, bar))
              .as("%s × %s and %s, bar %s", length - 1, bar, score, bar)
              .isEqualTo(compared(row, 0, row.length, bar));
        }
      }
    }
  }
}
