package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Inputs and parameters")
class LeavesTest {

  private static final Dim B = Dim.named("B");
  private static final Dim M = Dim.named("M");

  private final ShapeOps ops = new ShapeOps();

  @Test
  @DisplayName("are the same value when asked for again by name")
  void sameName() {
    assertThat(ops.floats("x", B)).isSameAs(ops.floats("x", B));
    Expr weight = ops.parameter("w", Shape.of(2, 3), Initializer.zeros());
    assertThat(ops.parameter("w", Shape.of(2, 3), Initializer.ones())).isSameAs(weight);
    ops.parameter("a", Shape.of(1), Initializer.zeros());
    assertThat(ops.parameterNames()).containsExactly("w", "a");
  }

  @Test
  @DisplayName("cannot change shape or type, nor share a name")
  void otherDeclaration() {
    ops.floats("x", B);
    ops.parameter("w", Shape.of(2, 3), Initializer.zeros());
    assertThatThrownBy(() -> ops.floats("x", M))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'x'", "FLOAT [B]", "FLOAT [M]");
    assertThatThrownBy(() -> ops.ints("x", B))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("INT [B]");
    assertThatThrownBy(() -> ops.parameter("w", Shape.of(3, 2), Initializer.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'w'", "[2, 3]", "[3, 2]");
    assertThatThrownBy(() -> ops.parameter("v", Shape.of(B, 3), Initializer.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'v'", "fixed", "[B, 3]");
    assertThatThrownBy(
            () -> ops.parameter("w", Shape.of(2, 3), ParameterRole.TABLE, Initializer.zeros()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'w'", "WEIGHT", "TABLE");
    assertThat(ops.role("w")).isEqualTo(ParameterRole.WEIGHT);
    assertThatThrownBy(() -> ops.role("nothing")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ops.floats("w", B))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'w'");
    assertThatThrownBy(() -> ops.parameter("x", Shape.of(1), Initializer.zeros()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'");
  }

  @Test
  @DisplayName("of another algebra are refused by every kind of operation")
  void ownership() {
    Expr mine = ops.floats("x", B, M);
    Expr other = new ShapeOps().floats("x", B, M);
    List<Runnable> uses =
        List.of(
            () -> ops.add(mine, other),
            () -> ops.exp(other),
            () -> ops.matmulTransposed(mine, other),
            () -> ops.concat(0, List.of(other)),
            () -> ops.reshape(other, other.shape()),
            () -> ops.gather(other, ops.ints("i", B)),
            () -> ops.layerNorm(mine, ops.floats("g", M), new ShapeOps().floats("b", M), 1e-5),
            () -> ops.stopGradient(other),
            () -> ops.dropout(other, 0),
            () -> ops.valueOf(other));
    assertThat(uses)
        .allSatisfy(
            use ->
                assertThatThrownBy(use::run)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another Ops"));
  }

  @Test
  @DisplayName("give named dimensions their size, and contradictions are errors")
  void bindsDimensions() {
    JavaTensor two = JavaTensor.vector(1, 2);
    JavaTensor six = JavaTensor.vector(1, 2, 3, 4, 5, 6);
    JavaOps java = JavaOps.with(Map.of("product", six, "b", two, "again", six, "m", two), Map.of());
    java.input("product", DType.FLOAT, Shape.of(B.times(M)));
    java.input("b", DType.FLOAT, Shape.of(B));
    assertThat(java.sizeOf(B.times(Dim.of(5)))).isEqualTo(10);
    assertThatThrownBy(() -> java.sizeOf(M))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("'M'");
    assertThatThrownBy(() -> java.input("again", DType.FLOAT, Shape.of(B)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'B'", "2 in input 'b'", "6 in input 'again'");
    assertThatThrownBy(() -> java.input("m", DType.FLOAT, Shape.of(M)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'product'", "B*M = 4", "6 is fed");
  }

  @Test
  @DisplayName("are checked against what is fed")
  void checksFed() {
    assertThatThrownBy(() -> halves().input("y", DType.FLOAT, Shape.of(2)))
        .hasMessageContainingAll("'y'", "x");
    assertThatThrownBy(() -> halves().input("x", DType.FLOAT, Shape.of(3)))
        .hasMessageContainingAll("'x'", "3", "2");
    assertThatThrownBy(() -> halves().input("x", DType.FLOAT, Shape.of(2, 1)))
        .hasMessageContainingAll("[2, 1]", "[2]");
    assertThatThrownBy(() -> halves().input("x", DType.INT, Shape.of(2)))
        .hasMessageContainingAll("INT", "0.5");
    assertThatThrownBy(() -> halves().input("x", DType.BOOL, Shape.of(2)))
        .hasMessageContainingAll("BOOL", "0.5");
    assertThatThrownBy(() -> halves().parameter("w", Shape.of(3), Initializer.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("'w'", "[3]", "[2]");
  }

  private static JavaOps halves() {
    JavaTensor halves = JavaTensor.vector(0.5, 1);
    return JavaOps.with(Map.of("x", halves), Map.of("w", halves));
  }

  @Test
  @DisplayName("take given weights, and make the others from their initializer, name and seed")
  void initialises() {
    Map<String, JavaTensor> given = Map.of("w", JavaTensor.vector(7, 8));
    JavaOps java = JavaOps.with(Map.of(), given, 1);
    assertThat(value(java, "w").data()).containsExactly(7, 8);
    assertThat(value(java, "v").data())
        .isEqualTo(value(JavaOps.with(Map.of(), given, 1), "v").data())
        .isNotEqualTo(value(java, "u").data())
        .isNotEqualTo(value(JavaOps.with(Map.of(), given, 2), "v").data());
  }

  private static JavaTensor value(JavaOps java, String name) {
    return java.valueOf(java.parameter(name, Shape.of(2), Initializer.normal(1)));
  }
}
