package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.GoldenAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Comparison with a golden tensor")
class GoldenAssertTest {

  private final GoldenTensor expected =
      new GoldenTensor(new int[] {2, 2}, new double[] {1, 2, 300, Double.NaN});

  @Test
  @DisplayName(
      "accepts an error within the tolerance, relative for large values, and any non-finite number for null")
  void accepts() {
    assertThatCode(
            () -> assertClose("x", new double[] {1 + 9e-5, 2, 300.02, Double.NaN}, expected, 1e-4))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                assertClose("x", new float[] {1, 2, 300, Float.NEGATIVE_INFINITY}, expected, 1e-4))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("names the tensor, the worst index, both values, the error and how many are off")
  void rejects() {
    assertThatThrownBy(
            () -> assertClose("bar_user", new double[] {1.1, 2, 360, Double.NaN}, expected, 1e-4))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "bar_user[1, 0]", "expected 300.0", "actual 360.0", "0.200", "2 of 4");
  }

  @Test
  @DisplayName("rejects a NaN where a number is expected and a number where none is")
  void nonFinite() {
    assertThatThrownBy(
            () -> assertClose("x", new double[] {Double.NaN, 2, 300, Double.NaN}, expected, 1e9))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("x[0, 0]");
    assertThatThrownBy(() -> assertClose("x", new double[] {1, 2, 300, 0}, expected, 1e9))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("x[1, 1]");
  }

  @Test
  @DisplayName("rejects another shape or another number of values")
  void shapes() {
    double[] four = {1, 2, 300, Double.NaN};
    assertThatThrownBy(() -> assertClose("x", new int[] {4}, four, expected, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("[2, 2]", "[4]");
    assertThatThrownBy(() -> assertClose("x", new double[] {1}, expected, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("4 values", "actual 1");
  }
}
