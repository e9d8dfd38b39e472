package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A dimension")
class DimTest {

  private final Dim b = Dim.named("B");
  private final Dim m = Dim.named("M");

  @Test
  @DisplayName("multiplies fixed sizes and collects names, in whatever order and grouping")
  void products() {
    assertThat(Dim.of(3).times(Dim.of(4))).isEqualTo(Dim.of(12));
    assertThat(b.times(Dim.of(2)).times(m))
        .isEqualTo(m.times(b).times(Dim.of(2)))
        .hasToString("2*B*M");
    assertThat(b.times(m).times(b)).isEqualTo(b.times(b.times(m))).isNotEqualTo(b.times(m));
    assertThat(b.times(Dim.ONE)).isEqualTo(b).hasSameHashCodeAs(b);
    assertThat(b).isNotEqualTo(m).isNotEqualTo(Dim.of(1)).hasToString("B");
  }

  @Test
  @DisplayName("of zero makes every product zero")
  void zero() {
    assertThat(Dim.of(0).times(b)).isEqualTo(Dim.of(0)).isEqualTo(b.times(Dim.of(0)));
  }

  @Test
  @DisplayName("has a size only if it is fixed")
  void sizes() {
    assertThat(Dim.of(5).size()).isEqualTo(5);
    assertThat(b.isFixed()).isFalse();
    assertThat(b.times(Dim.of(3)).factor()).isEqualTo(3);
    assertThat(b.times(m).names()).containsExactly("B", "M");
    assertThatThrownBy(() -> b.times(Dim.of(3)).size())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3*B");
  }

  @Test
  @DisplayName("is neither negative, nor nameless, nor larger than an int")
  void refused() {
    assertThatThrownBy(() -> Dim.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Dim.named(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Dim.of(1 << 20).times(Dim.of(1 << 20)))
        .isInstanceOf(ArithmeticException.class);
  }
}
