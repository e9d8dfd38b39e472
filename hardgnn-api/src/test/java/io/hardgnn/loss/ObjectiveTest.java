package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An objective")
class ObjectiveTest {

  /** A term of which only the name matters. */
  private record Named(String name) implements Loss {
    @Override
    public Expr compute(Ops ops, Forward forward) {
      return ops.constant(1);
    }
  }

  private static WeightedLoss term(String name, int fromEpoch) {
    return new WeightedLoss(new Named(name), 1, fromEpoch);
  }

  @Test
  @DisplayName("has no two losses of one name, of which a report could tell only one")
  void sameName() {
    assertThatThrownBy(() -> new Objective(List.of(term("a", 0), term("b", 0), term("a", 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two losses are called 'a'");
  }

  @Test
  @DisplayName("has no loss by the name of the weighted sum")
  void reservedName() {
    assertThatThrownBy(() -> new Objective(List.of(term("total", 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a loss is called 'total'");
  }
}
