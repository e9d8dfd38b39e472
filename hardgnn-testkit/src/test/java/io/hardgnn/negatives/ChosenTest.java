package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.testkit.JavaOps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The negatives of two samplers, of one anchor,")
class ChosenTest {

  private final JavaOps ops = JavaOps.with(Map.of(), Map.of());

  private final Chosen alike =
      new Chosen(vectors(1, 2), row(1, 0)); // each stands for one, the second is missing
  private final Chosen weighed = new Chosen(vectors(3, 4), row(1, 1), row(5, 0.5));

  private Expr vectors(double... values) {
    return ops.constant(values, Shape.of(1, values.length, 1));
  }

  private Expr row(double... values) {
    return ops.constant(values, Shape.of(1, values.length));
  }

  private double[] values(@Nullable Expr x) {
    return x == null ? new double[0] : ops.valueOf(x).data();
  }

  private static double[] of(double... values) {
    return values;
  }

  private void assertChosen(Chosen chosen, double[] vectors, double[] present, double[] weights) {
    assertThat(values(chosen.vectors())).containsExactly(vectors);
    assertThat(values(chosen.present())).containsExactly(present);
    assertThat(values(chosen.weights())).containsExactly(weights);
    assertThat(chosen.count()).isEqualTo(vectors.length);
  }

  @Test
  @DisplayName("one after the other keep their weights, and stand for one where they have none")
  void together() {
    assertChosen(alike.with(ops, weighed), of(1, 2, 3, 4), of(1, 0, 1, 1), of(1, 1, 5, 0.5));
    assertChosen(weighed.with(ops, alike), of(3, 4, 1, 2), of(1, 1, 1, 0), of(5, 0.5, 1, 1));
    assertChosen(alike.with(ops, alike), of(1, 2, 1, 2), of(1, 0, 1, 0), of());
  }

  @Test
  @DisplayName("may say once for all that none is missing")
  void scalar() {
    Chosen there = new Chosen(vectors(1, 2), ops.constant(1));
    assertThat(values(there.presentOfEach(ops))).containsExactly(1, 1);
    assertThat(values(alike.presentOfEach(ops))).containsExactly(1, 0);
    assertChosen(there.with(ops, weighed), of(1, 2, 3, 4), of(1, 1, 1, 1), of(1, 1, 5, 0.5));
    assertChosen(alike.with(ops, there), of(1, 2, 1, 2), of(1, 0, 1, 1), of());
  }

  @Test
  @DisplayName("place by place keep their weights, and stand for one where they have none")
  void byPlace() {
    Expr first = ops.greater(row(1, 0), ops.constant(0.5));
    assertChosen(alike.where(ops, first, weighed), of(1, 4), of(1, 1), of(1, 0.5));
    assertChosen(weighed.where(ops, first, alike), of(3, 2), of(1, 0), of(5, 1));
    assertChosen(alike.where(ops, first, alike), of(1, 2), of(1, 0), of());
  }
}
