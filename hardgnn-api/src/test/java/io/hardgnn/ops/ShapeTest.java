package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A shape")
class ShapeTest {

  private final Dim b = Dim.named("B");
  private final Shape shape = Shape.of(b, Dim.of(3), Dim.of(4));

  @Test
  @DisplayName("counts axes from the outermost, negative ones from the innermost")
  void axes() {
    assertThat(shape.dim(0)).isEqualTo(shape.dim(-3)).isEqualTo(b);
    assertThat(shape.dim(-1)).isEqualTo(Dim.of(4));
    assertThatThrownBy(() -> shape.dim(3))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("axis 3")
        .hasMessageContaining("[B, 3, 4]");
    assertThatThrownBy(() -> shape.dim(-4)).isInstanceOf(ShapeException.class);
  }

  @Test
  @DisplayName("counts its elements, with names as a product")
  void counts() {
    assertThat(shape.product()).isEqualTo(b.times(Dim.of(12)));
    assertThat(Shape.of(3, 4).elementCount()).isEqualTo(12);
    assertThat(Shape.SCALAR.elementCount()).isEqualTo(1);
    assertThat(Shape.of(1 << 16, 1 << 16).elementCount()).isEqualTo(1L << 32);
    assertThatThrownBy(shape::elementCount).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("changes one dimension at a time")
  void changes() {
    assertThat(shape.without(1)).isEqualTo(Shape.of(b, 4));
    assertThat(shape.with(-1, Dim.of(7))).isEqualTo(Shape.of(b, Dim.of(3), Dim.of(7)));
    assertThat(Shape.of(b, 4).expanded(0)).isEqualTo(Shape.of(Dim.ONE, b, Dim.of(4)));
    assertThat(Shape.of(b, 4).expanded(2))
        .isEqualTo(Shape.of(b, 4).expanded(-1))
        .hasToString("[B, 4, 1]");
    assertThatThrownBy(() -> Shape.of(b, 4).expanded(3)).isInstanceOf(ShapeException.class);
    assertThat(shape.isFixed()).isFalse();
  }
}
