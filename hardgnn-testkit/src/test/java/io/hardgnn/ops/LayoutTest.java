package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.testkit.JavaTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Products and changes of layout")
class LayoutTest extends JavaOpsTestBase {

  @Test
  @DisplayName("multiply matrices, one for all or one each")
  void matmul() {
    assertValues(
        ops.matmul(
            matrix(new double[] {1, 2}, new double[] {3, 4}),
            matrix(new double[] {5, 6}, new double[] {7, 8})),
        19,
        22,
        43,
        50);
    JavaTensor a = randomTensor(2, 5, 3, 4);
    JavaTensor each = randomTensor(2, 5, 4, 6);
    JavaTensor shared = randomTensor(4, 6);
    JavaTensor product = value(ops.matmul(tensor(a), tensor(each)));
    JavaTensor sharedProduct = value(ops.matmul(tensor(a), tensor(shared)));
    JavaTensor transposed =
        value(ops.matmulTransposed(tensor(a), ops.transpose(tensor(each), 0, 1, 3, 2)));
    JavaTensor sharedTransposed =
        value(ops.matmulTransposed(tensor(a), ops.transpose(tensor(shared), 1, 0)));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 5; j++) {
        for (int row = 0; row < 3; row++) {
          for (int column = 0; column < 6; column++) {
            double sum = 0;
            double sharedSum = 0;
            for (int k = 0; k < 4; k++) {
              sum += a.get(i, j, row, k) * each.get(i, j, k, column);
              sharedSum += a.get(i, j, row, k) * shared.get(k, column);
            }
            assertThat(product.get(i, j, row, column))
                .as("seed %s", seed)
                .isCloseTo(sum, within(1e-13));
            assertThat(transposed.get(i, j, row, column))
                .as("seed %s", seed)
                .isCloseTo(sum, within(1e-13));
            assertThat(sharedProduct.get(i, j, row, column))
                .as("seed %s", seed)
                .isCloseTo(sharedSum, within(1e-13));
            assertThat(sharedTransposed.get(i, j, row, column))
                .as("seed %s", seed)
                .isCloseTo(sharedSum, within(1e-13));
          }
        }
      }
    }
  }

  @Test
  @DisplayName("permute axes: axis k of the result is axis permutation[k] of the operand")
  void transpose() {
    JavaTensor x = randomTensor(2, 3, 4);
    JavaTensor y = value(ops.transpose(tensor(x), 2, 0, 1));
    assertThat(y.sizes()).containsExactly(4, 2, 3);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertThat(y.get(k, i, j)).isEqualTo(x.get(i, j, k));
        }
      }
    }
    assertThat(value(ops.transpose(tensor(x), -1, 0, 1)).data()).isEqualTo(y.data());
  }

  @Test
  @DisplayName("join, stack and cut along any axis")
  void parts() {
    Expr a = matrix(new double[] {1, 2}, new double[] {3, 4});
    Expr b = matrix(new double[] {5, 6}, new double[] {7, 8});
    assertValues(ops.concat(0, List.of(a, b)), 1, 2, 3, 4, 5, 6, 7, 8);
    assertValues(ops.concat(-1, List.of(a, vectorColumn(9, 10), b)), 1, 2, 9, 5, 6, 3, 4, 10, 7, 8);
    assertValues(ops.stack(0, List.of(a, b)), 1, 2, 3, 4, 5, 6, 7, 8);
    assertValues(ops.stack(1, List.of(a, b)), 1, 2, 5, 6, 3, 4, 7, 8);
    assertValues(ops.stack(-1, List.of(a, b)), 1, 5, 2, 6, 3, 7, 4, 8);
    assertValues(ops.slice(a, 0, 1, 2), 3, 4);
    assertValues(ops.slice(a, -1, 0, 1), 1, 3);
    assertValues(ops.select(a, 1, 1), 2, 4);
    assertValues(ops.expandDims(a, 1), 1, 2, 3, 4);
    assertThat(ops.slice(a, 0, 0, 2)).as("the whole").isSameAs(a);
    List<Expr> columns =
        ops.split(matrix(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}), -1, 2);
    assertThat(columns).hasSize(2);
    assertValues(columns.get(0), 1, 2, 5, 6);
    assertValues(columns.get(1), 3, 4, 7, 8);
  }

  private Expr vectorColumn(double... values) {
    return ops.reshape(vector(values), Shape.of(values.length, 1));
  }

  @Test
  @DisplayName("take the last rows, as many as a batch's longest sequence")
  void tail() {
    Dim m = Dim.named("M");
    feed(Map.of("mask", JavaTensor.vector(1, 1)));
    ops.input("mask", DType.FLOAT, Shape.of(m));
    Expr positions = matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});
    Expr last = ops.tail(positions, 0, m);
    assertThat(value(last).data()).containsExactly(3, 4, 5, 6);
    assertThat(last.shape()).isEqualTo(Shape.of(m, 2));
    assertValues(ops.tail(positions, 0, Dim.of(1)), 5, 6);
    assertThat(value(ops.tail(ops.transpose(positions, 1, 0), -1, m)).data())
        .containsExactly(3, 5, 4, 6);
    assertThatThrownBy(() -> ops.tail(vector(1), 0, m))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("tail", "M = 2", "[1]");
  }

  @Test
  @DisplayName("reshape by the sizes that a batch brings")
  void namedReshape() {
    Dim b = Dim.named("B");
    feed(Map.of("x", new JavaTensor(new int[] {2, 3}, new double[] {1, 2, 3, 4, 5, 6})));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(b, 3));
    JavaTensor flat = value(ops.reshape(x, Shape.of(b.times(Dim.of(3)))));
    assertThat(flat.sizes()).containsExactly(6);
    assertThat(flat.data()).containsExactly(1, 2, 3, 4, 5, 6);
  }
}
