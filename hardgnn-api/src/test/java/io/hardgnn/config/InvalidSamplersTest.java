package io.hardgnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.settings.InvalidConfigException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A model is refused for")
class InvalidSamplersTest {

  static Stream<Arguments> wrongSamplers() {
    return Stream.of(
        Arguments.of(new Dns(0, 4), List.of("sampler.hardest is 0; allowed: 1 or more")),
        Arguments.of(new Dns(5, 4), List.of("sampler.hardest is 5", "only 4 candidates")),
        Arguments.of(new Dns(1, -1), List.of("sampler.candidates is -1; allowed: 0 or more")),
        Arguments.of(
            new PositiveAware(new Dns(0, -1), Double.NaN),
            List.of("sampler.margin is NaN", "sampler.sampler.hardest is 0", "candidates is -1")),
        Arguments.of(
            new Adaptive(Double.NaN, 0, 1),
            List.of(
                "sampler.alpha is NaN; allowed: finite numbers",
                "sampler.beta is 0.0",
                "sampler.p is 1.0")),
        Arguments.of(
            new Mixed(new Dns(0, 0), 1.5),
            List.of("sampler.share is 1.5; allowed: numbers from 0 to 1", "hardest is 0")),
        Arguments.of(
            new Curriculum(new Uniform(), -0.1, 1.1, 0),
            List.of("sampler.from is -0.1", "sampler.to is 1.1", "sampler.epochs is 0")),
        Arguments.of(
            new Curriculum(new Dns(0, 0), 0.5, 0.5, 1),
            List.of("sampler.sampler.hardest is 0; allowed: 1 or more")),
        Arguments.of(
            new PositiveAware(new Uniform(), Double.NEGATIVE_INFINITY),
            List.of("sampler.margin is -Infinity")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSamplers")
  @DisplayName("settings of samplers out of their ranges, all at once, inner ones too")
  void sampler(Sampler sampler, List<String> parts) {
    HardGNN.Builder builder = HardGNN.builder().hardNegatives(3, sampler);
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidConfigException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  static Stream<Arguments> tooFewOrTooMany() {
    return Stream.of(
        Arguments.of(new Dns(1, 5), 6, "candidates is 5, but dns is to choose 6 of them"),
        Arguments.of(new PositiveAware(new Dns(1, 5), 0.1), 6, "sampler.sampler.candidates is 5"),
        Arguments.of(
            new Mixed(new Dns(1, 5), 0.5), 12, "candidates is 5, but dns is to choose 6 of them"),
        Arguments.of(new Curriculum(new Dns(1, 5), 0, 1, 3), 6, "sampler.sampler.candidates is 5"),
        Arguments.of(new Mixed(), 1, "sampler is mixed, but is to choose 1 negative"),
        Arguments.of(new Curriculum(), 1, "sampler is curriculum, but is to choose 1 negative"));
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("tooFewOrTooMany")
  @DisplayName("samplers that cannot choose as many negatives as a loss wants")
  void count(Sampler sampler, int count, String part) {
    HardGNN.Builder contrast = HardGNN.builder().hardNegatives(count, sampler);
    assertThatThrownBy(contrast::build)
        .hasMessageContaining(part)
        .hasMessageContaining("(hardNegatives of info_nce)");
    HardGNN.Builder pairs =
        HardGNN.builder(Presets.Models.bprMf())
            .loss(new HardPairs(new BayesianPersonalizedRanking(count), 64, sampler));
    assertThatThrownBy(pairs::build)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(part)
        .hasMessageContaining("(negatives of bpr within hard_pairs)");
  }

  static Stream<Arguments> justEnough() {
    return Stream.of(
        Arguments.of(new Dns(5, 5), 5),
        Arguments.of(new Mixed(new Dns(1, 5), 0.5), 10),
        Arguments.of(new Mixed(new Dns(1, 1), 1), 6), // none of them is asked for
        Arguments.of(new Mixed(new Uniform(), 0), 1),
        Arguments.of(new Mixed(new Uniform(), 1), 1),
        Arguments.of(new Mixed(), 2),
        Arguments.of(new Curriculum(new Uniform(), 0.5, 0.5, 1), 1),
        Arguments.of(new Curriculum(new Uniform(), 0, 1, 1), 2),
        Arguments.of(new PositiveAware(new Uniform(), Double.POSITIVE_INFINITY), 1),
        Arguments.of(new PositiveAware(new Uniform(), -Double.MAX_VALUE), 1));
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("justEnough")
  @DisplayName("nothing where samplers are at the limits of what is allowed")
  void limits(Sampler sampler, int count) {
    HardGNN hardGnn = HardGNN.builder().hardNegatives(count, sampler).build();
    assertThat(hardGnn.config().objective().find(InfoNce.class).orElseThrow().loss())
        .isEqualTo(new InfoNce().hardNegatives(count).chosenBy(sampler));
  }

  @Test
  @DisplayName("a table of proposals that would never be made anew")
  void refreshSteps() {
    HardGNN.Builder never =
        HardGNN.builder().loss(new InfoNce().hardNegatives(3).from(new Pool.Proposed(0)));
    assertThatThrownBy(never::build)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("refreshSteps is 0; allowed: 1 or more");
  }
}
