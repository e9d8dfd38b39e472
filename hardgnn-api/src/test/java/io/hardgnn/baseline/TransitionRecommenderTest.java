package io.hardgnn.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.evaluation.Fixture;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The transition recommender")
class TransitionRecommenderTest {

  private static final Fixture DATA =
      new Fixture(4, new int[][] {{0, 1, 2}, {0, 1}, {3}, {}, {2, 0}}, new int[5]);

  private static float[] score(ScoringFunction recommender, int... users) {
    float[] scores = new float[users.length * recommender.itemCount()];
    Arrays.fill(
        scores, 99); // the array is reused between blocks, so everything must be overwritten
    recommender.score(DATA, users, users.length, scores);
    return scores;
  }

  private static TransitionRecommender.Builder plain() {
    return TransitionRecommender.builder()
        .counter(counts -> counts.stepDecay(.5).backwardWeight(0).outExponent(0).inExponent(0));
  }

  @Test
  @DisplayName("sums what the latest items lead to, older ones counting less")
  void ages() {
    // 0 leads to 1 (2) and 2 (.5), 1 to 2 (1), 2 to 0 (1)
    TransitionRecommender half = plain().ageDecay(.5).train(DATA);
    assertThat(score(half, 1)).containsExactly(0, 1, 1.25f, 0);
    assertThat(score(half, 2, 4)).containsExactly(0, 0, 0, 0, .5f, 2, .5f, 0);
    assertThat(score(plain().ageDecay(.5).historyLength(1).train(DATA), 1))
        .containsExactly(0, 0, 1, 0);
    assertThat(score(plain().neighbours(1).train(DATA), 4)).containsExactly(.8f, 2, 0, 0);
  }

  @Test
  @DisplayName(
      "adds popularity to the logarithm of its scores, and has it alone where nothing is known")
  void popularity() {
    TransitionRecommender mixed =
        plain().ageDecay(.5).popularityWeight(2).smoothing(.1).train(DATA);
    double most = Math.log(4); // item 0 occurs three times
    double twice = 2 * Math.log(3) / most;
    double once = 2 * Math.log(2) / most;
    double[] expected = {
      Math.log(.5 / 2 + .1) + 2,
      Math.log(1 + .1) + twice,
      Math.log(.5 / 2 + .1) + twice,
      Math.log(.1) + once
    };
    float[] scores = score(mixed, 4);
    for (int item = 0; item < 4; item++) {
      assertThat((double) scores[item]).isCloseTo(expected[item], within(1e-6));
    }
    assertThat((double) score(mixed, 3)[1]).isCloseTo(Math.log(.1) + twice, within(1e-6));
  }

  @Test
  @DisplayName("has the defaults that were found on validation")
  void defaults() {
    TransitionRecommender explicit =
        TransitionRecommender.builder()
            .counter(
                counts ->
                    counts
                        .steps(10)
                        .stepDecay(.8)
                        .backwardWeight(.5)
                        .repeats(false)
                        .shrinkage(5)
                        .outExponent(.7)
                        .inExponent(.2))
            .neighbours(Integer.MAX_VALUE)
            .historyLength(30)
            .ageDecay(.8)
            .popularityWeight(0)
            .train(DATA);
    assertThat(score(TransitionRecommender.train(DATA), 0, 1, 4))
        .isEqualTo(score(explicit, 0, 1, 4));
  }

  @Test
  @DisplayName("gives the same scores whatever the number of threads")
  void threads() {
    Fixture data = Fixture.random(new Random(7), 60, 50);
    assertThat(TransitionRecommender.builder().threads(4).train(data).transitions())
        .isEqualTo(TransitionRecommender.builder().threads(1).train(data).transitions());
  }

  @Test
  @DisplayName("refuses settings out of their range")
  void ranges() {
    TransitionRecommender.Builder builder = TransitionRecommender.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.historyLength(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.neighbours(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.ageDecay(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.ageDecay(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.popularityWeight(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.popularityWeight(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.smoothing(0));
  }
}
