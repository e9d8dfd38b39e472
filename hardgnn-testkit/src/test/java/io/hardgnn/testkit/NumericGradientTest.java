package io.hardgnn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.TopK;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The numeric gradient")
class NumericGradientTest {

  private static final Map<String, JavaTensor> POINT =
      Map.of("w", JavaTensor.vector(1, -2, 3), "v", JavaTensor.vector(0.5, 0.25, -1));

  private static Expr w(Ops ops) {
    return ops.parameter("w", Shape.of(3), Initializer.zeros());
  }

  private static Expr v(Ops ops) {
    return ops.parameter("v", Shape.of(3), Initializer.zeros());
  }

  private static double[] gradient(Function<Ops, Expr> scalar) {
    return NumericGradient.of(Map.of(), POINT, "w", 1e-5, scalar).data();
  }

  @Test
  @DisplayName("of sum(w^2 v) is 2 w v")
  void polynomial() {
    assertThat(gradient(ops -> ops.sumAll(ops.mul(ops.square(w(ops)), v(ops)))))
        .containsExactly(new double[] {1, -1, -6}, within(1e-9));
  }

  @Test
  @DisplayName("does not see through stopGradient: of sum(w stop(w)) it is w, not 2 w")
  void stopped() {
    assertThat(gradient(ops -> ops.sumAll(ops.mul(w(ops), ops.stopGradient(w(ops))))))
        .containsExactly(new double[] {1, -2, 3}, within(1e-9));
  }

  @Test
  @DisplayName("holds the values and the choices of topK constant")
  void chosen() {
    assertThat(
            gradient(
                ops -> {
                  TopK top = ops.topK(w(ops), 2);
                  return ops.add(
                      ops.sumAll(ops.gather(ops.square(w(ops)), top.indices())),
                      ops.sumAll(top.values()));
                }))
        .containsExactly(new double[] {2, 0, 6}, within(1e-9));
  }

  @Test
  @DisplayName("of logSumExp is the softmax, although its shift is a stopped gradient")
  void logSumExp() {
    double sum = Math.exp(1) + Math.exp(-2) + Math.exp(3);
    assertThat(gradient(ops -> ops.logSumExp(w(ops))))
        .containsExactly(
            new double[] {Math.exp(1) / sum, Math.exp(-2) / sum, Math.exp(3) / sum}, within(1e-9));
  }

  @Test
  @DisplayName("needs a parameter that is given")
  void unknown() {
    assertThatThrownBy(() -> NumericGradient.of(Map.of(), POINT, "u", 1e-5, NumericGradientTest::w))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'u'", "w");
  }
}
