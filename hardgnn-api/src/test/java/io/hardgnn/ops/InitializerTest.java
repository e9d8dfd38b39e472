package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An initializer")
class InitializerTest {

  private static final int MANY = 100_000;

  private static float[] values(Initializer initializer, long seed) {
    return initializer.values(MANY, new SplittableRandom(seed));
  }

  private static double moment(float[] values, double power) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.pow(values[i], power))
        .average()
        .orElseThrow();
  }

  @Test
  @DisplayName("fills with one value")
  void constants() {
    assertThat(Initializer.zeros().values(3, new SplittableRandom(1))).containsExactly(0, 0, 0);
    assertThat(Initializer.ones().values(2, new SplittableRandom(1))).containsExactly(1, 1);
    assertThat(Initializer.constant(2.5f).values(1, new SplittableRandom(1))).containsExactly(2.5f);
  }

  @Test
  @DisplayName("fills with given values, copied, and refuses another number of them")
  void given() {
    float[] values = {1, 2};
    Initializer initializer = Initializer.of(values);
    values[0] = 9;
    initializer.values(2, new SplittableRandom(1))[1] = 9;
    assertThat(initializer.values(2, new SplittableRandom(1))).containsExactly(1, 2);
    assertThatThrownBy(() -> initializer.values(3, new SplittableRandom(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("2", "3");
  }

  @Test
  @DisplayName("draws the same values from the same seed and others from another")
  void deterministic() {
    for (Initializer initializer :
        new Initializer[] {Initializer.normal(1), Initializer.xavierUniform(3, 4)}) {
      assertThat(values(initializer, 5))
          .isEqualTo(values(initializer, 5))
          .isNotEqualTo(values(initializer, 6));
    }
  }

  @Test
  @DisplayName("draws a normal distribution of the given standard deviation")
  void normal() {
    float[] values = values(Initializer.normal(0.1), 42);
    assertThat(moment(values, 1)).isCloseTo(0, within(0.1 * 4 / Math.sqrt(MANY)));
    assertThat(Math.sqrt(moment(values, 2))).isCloseTo(0.1, within(0.001));
    assertThat(moment(values, 4) / Math.pow(moment(values, 2), 2)).isCloseTo(3, within(0.1));
  }

  @Test
  @DisplayName("draws uniformly within the bound of Glorot and Bengio")
  void xavier() {
    float[] values = values(Initializer.xavierUniform(50, 100), 42);
    double bound = Math.sqrt(6.0 / 150);
    assertThat(IntStream.range(0, MANY).mapToDouble(i -> Math.abs(values[i])).max().orElseThrow())
        .isBetween(bound * 0.999, bound * 1.000001);
    assertThat(moment(values, 1)).isCloseTo(0, within(bound * 0.01));
    assertThat(moment(values, 2)).isCloseTo(bound * bound / 3, within(bound * bound * 0.005));
  }

  @Test
  @DisplayName("refuses a negative spread and a unit without inputs")
  void refused() {
    assertThatThrownBy(() -> Initializer.normal(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Initializer.normal(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Initializer.xavierUniform(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0, 5");
  }
}
