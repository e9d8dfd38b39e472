package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reductions and normalisations")
class ReductionTest extends JavaOpsTestBase {

  @Test
  @DisplayName("reduce the axis they are given")
  void axes() {
    Expr x = ops.reshape(vector(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), Shape.of(2, 3, 2));
    assertValues(ops.sum(x, 0), 8, 10, 12, 14, 16, 18);
    assertValues(ops.sum(x, 1), 9, 12, 27, 30);
    assertValues(ops.mean(x, -1), 1.5, 3.5, 5.5, 7.5, 9.5, 11.5);
    assertValues(ops.max(x, 1), 5, 6, 11, 12);
    assertValues(ops.max(ops.neg(x), 0), -1, -2, -3, -4, -5, -6);
    assertValues(ops.sumAll(x), 78);
    assertValues(ops.sumAll(ops.constant(4)), 4);
  }

  @Test
  @DisplayName("give the sum and the softmax of rows of any size, also huge ones")
  void softmax() {
    assertValues(
        ops.softmax(
            matrix(
                new double[] {1000, 1000},
                new double[] {-1e300, 0},
                new double[] {0, Math.log(3)})),
        0.5,
        0.5,
        0,
        1,
        0.25,
        0.75);
    assertValues(
        ops.logSumExp(
            matrix(
                new double[] {1000, 1000},
                new double[] {-1000, -1000},
                new double[] {0, Math.log(3)})),
        1000 + Math.log(2),
        -1000 + Math.log(2),
        Math.log(4));
  }

  @Test
  @DisplayName("agree with naive sums where these do not overflow")
  void softmaxAgainstNaive() {
    JavaTensor x = randomTensor(4, 7);
    JavaTensor softmax = value(ops.softmax(tensor(x)));
    JavaTensor logSumExp = value(ops.logSumExp(tensor(x)));
    for (int row = 0; row < 4; row++) {
      double sum = 0;
      for (int column = 0; column < 7; column++) {
        sum += Math.exp(x.get(row, column));
      }
      assertThat(logSumExp.get(row)).as("seed %s", seed).isCloseTo(Math.log(sum), within(1e-13));
      for (int column = 0; column < 7; column++) {
        assertThat(softmax.get(row, column))
            .as("seed %s", seed)
            .isCloseTo(Math.exp(x.get(row, column)) / sum, within(1e-14));
      }
    }
  }

  @Test
  @DisplayName("normalise a layer to the gain and the bias, with the biased variance")
  void layerNorm() {
    Expr x = matrix(new double[] {1, 3}, new double[] {5, 5});
    // mean 2, biased variance 1, so 1/sqrt(1 + 3) = 0.5; the second row is constant
    assertValues(ops.layerNorm(x, vector(10, 100), vector(1, 2), 3), -4, 52, 1, 2);
    JavaTensor y =
        value(
            ops.layerNorm(
                tensor(randomTensor(3, 16)),
                tensor(JavaTensor.vector(ones(16))),
                tensor(JavaTensor.vector(new double[16])),
                1e-12));
    for (int row = 0; row < 3; row++) {
      double[] values = Arrays.copyOfRange(y.data(), row * 16, (row + 1) * 16);
      assertThat(Arrays.stream(values).sum()).as("seed %s", seed).isCloseTo(0, within(1e-10));
      assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow())
          .isCloseTo(1, within(1e-8));
    }
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  @DisplayName("scale rows to length one and leave a zero row zero")
  void l2Normalize() {
    Expr x = matrix(new double[] {3, 4}, new double[] {0, 0}, new double[] {-1e-7, 0});
    assertValues(ops.l2Normalize(x), 0.6, 0.8, 0, 0, -0.1, 0);
  }
}
