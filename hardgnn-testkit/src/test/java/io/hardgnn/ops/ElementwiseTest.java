package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Elementwise operations")
class ElementwiseTest extends JavaOpsTestBase {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  @DisplayName("compute the functions they are named after")
  void functions() {
    Expr x = vector(-2, 0, 0.5);
    assertValues(ops.neg(x), 2, 0, -0.5);
    assertValues(ops.exp(x), 0.1353352832366127, 1, 1.648721270700128);
    assertValues(ops.square(x), 4, 0, 0.25);
    assertValues(ops.log(vector(1, Math.E)), 0, 1);
    assertValues(ops.rsqrt(vector(4, 0.25)), 0.5, 2);
    assertValues(ops.sigmoid(x), 0.11920292202211755, 0.5, 0.6224593312018546);
    assertValues(ops.tanh(x), -0.9640275800758169, 0, 0.46211715726000975);
    assertValues(ops.leakyRelu(x, 0.1), -0.2, 0, 0.5);
    assertValues(ops.leakyRelu(x, 0), 0, 0, 0.5);
    assertValues(ops.add(x, 1), -1, 1, 1.5);
    assertValues(ops.mul(x, -3), 6, 0, -1.5);
    assertValues(ops.maximum(x, ops.constant(0.2)), 0.2, 0.2, 0.5);
    assertValues(ops.div(x, vector(4, 2, 0.25)), -0.5, 0, 2);
    assertValues(ops.dropout(x, 0.9), -2, 0, 0.5);
    assertValues(ops.stopGradient(x), -2, 0, 0.5);
  }

  @Test
  @DisplayName("stay finite where a naive formula overflows")
  void extremes() {
    assertValues(ops.softplus(vector(-1000, 0, 1000)), 0, Math.log(2), 1000);
    assertValues(ops.sigmoid(vector(-1000, 1000)), 0, 1);
    assertThat(value(ops.exp(vector(1000))).item()).isEqualTo(INFINITY);
  }

  @Test
  @DisplayName("compute gelu exactly, not by its tanh approximation")
  void gelu() {
    Expr y = ops.gelu(vector(-3, -1, 0, 1, 2));
    assertThat(value(y).data())
        .containsExactly(
            new double[] {
              -0.00404969409489031, -0.15865525393145707, 0, 0.8413447460685429, 1.9544997361036416
            },
            within(1e-12));
  }

  @Test
  @DisplayName("compare integers and numbers, and choose by the outcome")
  void comparison() {
    feed(Map.of("a", JavaTensor.indices(1, 2, 3), "b", JavaTensor.indices(1, 3, 3)));
    Expr same = ops.equal(ints("a", 3), ints("b", 3));
    assertThat(same.type()).isEqualTo(DType.BOOL);
    assertValues(ops.toFloat(same), 1, 0, 1);
    assertValues(ops.toFloat(ints("b", 3)), 1, 3, 3);
    assertValues(ops.toFloat(ops.greater(vector(1, 2, 3), vector(2, 2, 2))), 0, 0, 1);
    assertValues(ops.where(same, vector(10, 20, 30), ops.constant(-1)), 10, -1, 30);
    assertValues(ops.where(same, ops.constant(INFINITY), ops.constant(0)), INFINITY, 0, INFINITY);
  }

  @Test
  @DisplayName("broadcast every combination of equal, one and absent dimensions")
  void broadcasting() {
    int[] full = {2, 3, 4};
    Map<String, DoubleBinaryOperator> naive =
        Map.of(
            "add",
            (x, y) -> x + y,
            "sub",
            (x, y) -> x - y,
            "mul",
            (x, y) -> x * y,
            "div",
            (x, y) -> x / y,
            "maximum",
            Math::max);
    Map<String, BinaryOperator<Expr>> lowered =
        Map.of(
            "add",
            (x, y) -> ops.add(x, y),
            "sub",
            (x, y) -> ops.sub(x, y),
            "mul",
            (x, y) -> ops.mul(x, y),
            "div",
            (x, y) -> ops.div(x, y),
            "maximum",
            (x, y) -> ops.maximum(x, y));
    List<int[]> variants =
        List.of(
            new int[] {2, 3, 4},
            new int[] {1, 3, 4},
            new int[] {2, 1, 4},
            new int[] {2, 3, 1},
            new int[] {1, 1, 4},
            new int[] {2, 1, 1},
            new int[] {1, 3, 1},
            new int[] {1, 1, 1},
            new int[] {3, 4},
            new int[] {1, 4},
            new int[] {3, 1},
            new int[] {4},
            new int[] {1},
            new int[] {});
    for (String name : naive.keySet()) {
      for (int[] left : variants) {
        for (int[] right : variants) {
          JavaTensor a = randomTensor(left);
          JavaTensor b = randomTensor(right);
          JavaTensor result = value(lowered.get(name).apply(tensor(a), tensor(b)));
          String which =
              name
                  + " of "
                  + Arrays.toString(left)
                  + " and "
                  + Arrays.toString(right)
                  + ", seed "
                  + seed;
          for (int at = 0; at < result.data().length; at++) {
            int[] index = index(result.sizes(), at);
            double expected = naive.get(name).applyAsDouble(element(a, index), element(b, index));
            assertThat(result.get(index))
                .as("%s at %s", which, Arrays.toString(index))
                .isEqualTo(expected);
          }
          assertThat(result.rank()).as(which).isEqualTo(Math.max(left.length, right.length));
          for (int inner = 1; inner <= result.rank(); inner++) {
            boolean one = ones(left, inner) && ones(right, inner);
            assertThat(result.sizes()[result.rank() - inner])
                .as(which)
                .isEqualTo(one ? 1 : full[3 - inner]);
          }
        }
      }
    }
  }

  private static boolean ones(int[] sizes, int inner) {
    return sizes.length < inner || sizes[sizes.length - inner] == 1;
  }

  private static int[] index(int[] sizes, int at) {
    int[] index = new int[sizes.length];
    for (int axis = sizes.length - 1, rest = at; axis >= 0; rest /= sizes[axis], axis--) {
      index[axis] = rest % sizes[axis];
    }
    return index;
  }

  /**
   * Returns the element that an index of the result reads: absent axes are skipped, axes of size
   * one stay at 0.
   */
  private static double element(JavaTensor x, int[] index) {
    int[] own = new int[x.rank()];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = x.sizes()[axis] == 1 ? 0 : index[axis + index.length - own.length];
    }
    return x.get(own);
  }
}
