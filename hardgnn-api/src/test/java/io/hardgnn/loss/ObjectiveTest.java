package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
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
  @DisplayName("has two phases at most, and something to learn in the first")
  void phases() {
    assertThat(new Objective(List.of(term("a", 2), term("b", 0), term("c", 2))).warmupEpochs())
        .isEqualTo(2);
    assertThatThrownBy(() -> new Objective(List.of(term("a", 0), term("b", 2), term("c", 5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b' is 2")
        .hasMessageContaining("'c' is 5")
        .hasMessageContaining("must start together");
    assertThatThrownBy(() -> new Objective(List.of(term("a", 2), term("b", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a' is 2")
        .hasMessageContaining("let at least one start at 0");
    assertThatThrownBy(() -> new Objective(List.of(term("a", 0), term("b", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b' is -1; allowed: 0 or more");
  }

  @Test
  @DisplayName("has no loss by the name of the weighted sum")
  void reservedName() {
    assertThatThrownBy(() -> new Objective(List.of(term("total", 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a loss is called 'total'");
  }
}
