package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Targets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An objective")
class ObjectiveTest {

  private static final Objective PLAIN =
      new Objective(new Targets.EveryPosition(), new SampledSoftmax(20));

  /** A term of which only the name matters. */
  private record Named(String kind) implements Loss {
    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.constant(1);
    }
  }

  private static void check(Objective objective) {
    Violations violations = new Violations();
    objective.check("objective", violations);
    violations.throwIfAny();
  }

  @Test
  @DisplayName("has one loss of a kind: a further one takes its place, and weight 0 leaves it out")
  void oneOfAKind() {
    Objective both = PLAIN.plus(1, new Named("a")).plus(2, new Named("b")).plus(3, new Named("a"));
    assertThat(both.others())
        .containsExactly(new Term(new Named("a"), 3, 0), new Term(new Named("b"), 2, 0));
    assertThat(both.plus(0, new Named("a")).others())
        .containsExactly(new Term(new Named("b"), 2, 0));
    assertThatThrownBy(() -> check(PLAIN.plus(1, new Named("softmax"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("two losses 'softmax'");
  }

  @Test
  @DisplayName("computes the loss that looks at parameters after those that declare them")
  void parametersLast() {
    assertThat(PLAIN.plus(1, new L2Regularization()).plus(1, new Named("own")).others())
        .extracting(term -> term.loss().kind())
        .containsExactly("own", "l2");
  }

  @Test
  @DisplayName("has two phases at most")
  void phases() {
    Objective waits = PLAIN.plus(1, new Named("b"), 2);
    assertThat(waits.plus(1, new Named("c"), 2).warmupEpochs()).isEqualTo(2);
    assertThatCode(() -> check(waits.plus(1, new Named("c"), 2))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(waits.plus(1, new Named("c"), 5)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("objective.c.fromEpoch is 5, that of b is 2")
        .hasMessageContaining("must start together");
    assertThatThrownBy(() -> check(PLAIN.plus(1, new Named("b"), -1)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("objective.b.fromEpoch is -1; allowed: 0 or more");
  }

  @Test
  @DisplayName("has no loss by the name of the weighted sum, and no weight that is no number")
  void reservedName() {
    assertThatThrownBy(() -> check(PLAIN.plus(Double.NaN, new Named("total"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("a loss 'total'")
        .hasMessageContaining("objective.total.weight is NaN");
  }

  @Test
  @DisplayName("draws once what its losses want")
  void draws() {
    Objective objective =
        new Objective(new Targets.OnePerUser(), new BinaryCrossEntropy(3))
            .plus(1, new InfoNce().from(new Pool.Batch(30)))
            .plus(1, new SelfAugmented().pairsPerUser(5));
    assertThat(objective.draws()).isEqualTo(new Draws(3, 30, true, false, 0, 5, true));
    assertThat(PLAIN.plus(1, new InfoNce()).draws().shared()).isEqualTo(20);
    InfoNce proposed = new InfoNce().from(new Pool.Proposed(4));
    assertThat(objective.plus(1, proposed).draws())
        .isEqualTo(new Draws(3, 0, false, true, 4, 5, true));
  }

  @Test
  @DisplayName("refuses a contrast with more negatives than the pool has, or none")
  void pools() {
    assertRefused(PLAIN.plus(1, new InfoNce().hardNegatives(21)), "is 21", "20 negatives");
    assertRefused(
        PLAIN.plus(1, new InfoNce().from(new Pool.Catalogue())), "one query per sequence");
    assertRefused(
        PLAIN.plus(1, new InfoNce().chosenBy(new WholePool())), "is 10", "all 20 negatives");
    assertRefused(
        PLAIN
            .targets(new Targets.OnePerUser())
            .plus(1, new InfoNce().chosenBy(new WholePool()).from(new Pool.Catalogue())),
        "use pool batch");
    assertRefused(
        PLAIN.main(new HingeLoss()).plus(1, new InfoNce()),
        "draws no negatives that a batch shares",
        "new Pool.Batch(256)");
    assertThatCode(() -> check(PLAIN.plus(1, new InfoNce().hardNegatives(20))))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("refuses losses of pairs that would share more negatives than they say")
  void pairsAlike() {
    assertRefused(
        PLAIN.main(new BinaryCrossEntropy(40)).plus(0.1, new BayesianPersonalizedRanking(1)),
        "objective.bpr.negatives is 1, but bce draws 40 negatives");
    assertThatCode(
            () ->
                check(
                    PLAIN
                        .main(new BinaryCrossEntropy(3))
                        .plus(0.1, new BayesianPersonalizedRanking(3))))
        .doesNotThrowAnyException();
  }

  private static void assertRefused(Objective objective, String... parts) {
    assertThatThrownBy(() -> check(objective))
        .isInstanceOf(InvalidConfigException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  @DisplayName(
      "counts what mining the catalogue compares an anchor with, for the estimate of memory")
  void scoresOfMining() {
    InfoNce mined = new InfoNce().hardNegatives(3);
    assertThat(mined.from(new Pool.Catalogue()).scoresPerQuery(7, 500)).isEqualTo(500);
    assertThat(mined.from(new Pool.Proposed()).scoresPerQuery(7, 500)).isEqualTo(500);
    assertThat(mined.from(new Pool.Batch(256)).scoresPerQuery(7, 500)).isZero();
  }
}
