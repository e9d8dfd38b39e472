package io.hardgnn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The error function")
class ErfTest {

  @ParameterizedTest(name = "erf({0}) = {1}")
  @CsvSource({
    "0, 0",
    "1e-10, 1.1283791670955126e-10",
    "0.1, 0.1124629160182849",
    "0.5, 0.5204998778130465",
    "1, 0.8427007929497149",
    "1.5, 0.9661051464753107",
    "2, 0.9953222650189527",
    "3, 0.9999779095030014",
    "4, 0.9999999845827421",
    "5, 0.9999999999984626",
    "7, 1"
  })
  @DisplayName("has the tabulated values to 1e-12, and is odd")
  void erf(double x, double expected) {
    assertThat(Erf.erf(x)).isCloseTo(expected, within(1e-12));
    assertThat(Erf.erf(-x)).isEqualTo(-Erf.erf(x));
  }

  @Test
  @DisplayName("has its slope between them")
  void erfSlope() {
    for (double x = -6.5; x < 6.5; x += 0.137) {
      double slope = (Erf.erf(x + 1e-4) - Erf.erf(x - 1e-4)) / 2e-4;
      assertThat(slope)
          .as("slope at %s", x)
          .isCloseTo(2 / Math.sqrt(Math.PI) * Math.exp(-x * x), within(1e-7));
    }
    assertThat(Erf.erf(Double.NaN)).isNaN();
  }
}
