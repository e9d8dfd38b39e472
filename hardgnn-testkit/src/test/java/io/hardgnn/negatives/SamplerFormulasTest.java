package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.seed.Seed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The samplers of hard negatives choose what their formulas say")
class SamplerFormulasTest {

  private final TrainingData data = TestData.markov(7, 40, 30, 12).training();

  /** Settings between the limits, where samplers differ from each other. */
  static Stream<Arguments> more() {
    return Stream.of(
            new Adaptive(1, 0.4, -3),
            new Adaptive(1, 0.2, -0.5),
            new Adaptive(2, 0.5, -2, Hardest.By.SCORE),
            new PositiveAware(new Dns(1, 0), 0.2),
            new PositiveAware(new Adaptive(1, 0.4, -3), -0.3, Hardest.By.COSINE),
            new PositiveAware(new Hardest(Hardest.By.COSINE), 0.05))
        .flatMap(
            sampler ->
                Stream.of(new Pool.Batch(15), new Pool.Catalogue(), new Pool.Proposed())
                    .map(pool -> Arguments.of(sampler, pool)));
  }

  static Stream<Arguments> samplers() {
    return Stream.concat(SamplerDialTest.pools(), more());
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("samplers")
  @DisplayName("recomputed in plain loops from scores, cosines and random orders")
  void formulas(Sampler sampler, Pool pool, @Seed long seed) {
    for (int count : new int[] {1, 2, 4}) {
      PlainChoice choice = new PlainChoice(data, sampler, count, pool, 2, seed);
      List<List<Integer>> expected =
          choice.queries().stream().map(query -> query.chosenBy(sampler, count)).toList();
      assertThat(choice.items()).as("%d negatives", count).isEqualTo(expected);
    }
  }
}
