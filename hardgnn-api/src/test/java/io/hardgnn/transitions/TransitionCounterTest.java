package io.hardgnn.transitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.evaluation.Fixture;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Transitions between items")
class TransitionCounterTest {

  private static final Offset<Float> CLOSE = within(1e-6f);
  private static final TransitionCounter COUNTS =
      TransitionCounter.defaults().outExponent(0).inExponent(0).backwardWeight(0);

  private static ItemSequences sequences(int items, int[]... users) {
    return new Fixture(items, users, new int[users.length]).sequences().items();
  }

  @Test
  @DisplayName("count less with each step, up to the greatest number of steps")
  void forward() {
    ItemSequences one = sequences(4, new int[] {0, 1, 2, 3});
    ItemTransitions counts = COUNTS.steps(2).stepDecay(.5).count(one);
    assertThat(counts.items(0)).containsExactly(1, 2);
    assertThat(counts.weights(0)).containsExactly(1, .5f);
    assertThat(counts.items(3)).isEmpty();
    assertThat(counts.size()).isEqualTo(5);
  }

  @Test
  @DisplayName("count with another weight against the order of time, and add up over users")
  void backward() {
    ItemSequences two = sequences(3, new int[] {0, 1, 2}, new int[] {1, 0});
    ItemTransitions counts = COUNTS.stepDecay(.8).backwardWeight(.25).count(two);
    assertThat(counts.between(0, 1)).isEqualTo(1.25f);
    assertThat(counts.between(1, 0)).isEqualTo(1.25f);
    assertThat(counts.between(0, 2)).isEqualTo(.8f);
    assertThat(counts.between(2, 0)).isEqualTo(.2f);
    assertThat(counts.between(2, 2)).isZero();
  }

  @Test
  @DisplayName("are divided by powers of the sums of row and column")
  void normalised() {
    // T[0] = (., 2, .8), T[1] = (.5 * 2, ., 1), T[2] = (.4, .5, .)
    ItemSequences two = sequences(3, new int[] {0, 1, 2}, new int[] {0, 1});
    ItemTransitions transitions =
        TransitionCounter.defaults().shrinkage(5).outExponent(.7).inExponent(.2).count(two);
    double out = 2 + .8;
    double in = 2 + .5;
    assertThat(transitions.between(0, 1))
        .isCloseTo((float) (2 / (Math.pow(out + 5, .7) * Math.pow(in + 5, .2))), CLOSE);
    assertThat(transitions.between(2, 0))
        .isCloseTo((float) (.4 / (Math.pow(.4 + .5 + 5, .7) * Math.pow(1 + .4 + 5, .2))), CLOSE);
  }

  @Test
  @DisplayName("lead from an item to itself only if repeats count")
  void repeats() {
    ItemSequences one = sequences(2, new int[] {0, 0, 1});
    assertThat(COUNTS.stepDecay(.5).count(one).items(0)).containsExactly(1);
    assertThat(COUNTS.stepDecay(.5).repeats(true).count(one).weights(0)).containsExactly(1, 1.5f);
    // what does not count is in no sum either
    assertThat(COUNTS.stepDecay(.5).outExponent(1).inExponent(0).shrinkage(0).count(one).weights(0))
        .containsExactly(1);
  }

  @Test
  @DisplayName("of some users are those of their sequences alone")
  void someUsers() {
    int[][] users = {{0, 1, 2}, {2, 1}, {1, 0, 2}, {}};
    ItemTransitions even =
        TransitionCounter.defaults().count(sequences(3, users), user -> user % 2 == 0, 2);
    assertThat(even)
        .isEqualTo(TransitionCounter.defaults().count(sequences(3, users[0], users[2])))
        .isNotEqualTo(TransitionCounter.defaults().count(sequences(3, users)));
  }

  @Test
  @DisplayName("of training know nothing of held-out items, those of all interactions do")
  void heldOut() {
    InteractionLog.Builder log = InteractionLog.builder();
    log.add("user", "a", 1).add("user", "b", 2).add("user", "validation", 3).add("user", "test", 4);
    Dataset dataset =
        DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build();
    ItemTransitions training = TransitionCounter.defaults().count(dataset.training());
    ItemTransitions all = TransitionCounter.defaults().count(dataset.all().items());
    assertThat(training.size()).isEqualTo(2);
    assertThat(all.size()).isEqualTo(12);
    for (String held : new String[] {"validation", "test"}) {
      int item = dataset.items().indexOf(held);
      assertThat(training.size(item)).isZero();
      for (int from = 0; from < 4; from++) {
        assertThat(training.between(from, item)).isZero();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("agree with dense counts, bit for bit whatever the number of threads")
  void agreesWithDense(long seed) {
    Random random = new Random(seed);
    int items = 2 + random.nextInt(60);
    Fixture data = Fixture.random(random, 40, items);
    TransitionCounter counter =
        new TransitionCounter(
            1 + random.nextInt(12),
            random.nextDouble() + 1e-9,
            random.nextInt(3) / 2.0,
            random.nextBoolean(),
            random.nextInt(3),
            random.nextDouble(),
            random.nextDouble(),
            Integer.MAX_VALUE);
    double[][] dense = new double[items][items];
    for (int[] history : data.histories()) {
      for (int p = 0; p < history.length; p++) {
        for (int q = p + 1; q < history.length && q - p <= counter.steps(); q++) {
          if (history[p] != history[q] || counter.repeats()) {
            double weight = Math.pow(counter.stepDecay(), q - p - 1);
            dense[history[p]][history[q]] += weight;
            dense[history[q]][history[p]] += counter.backwardWeight() * weight;
          }
        }
      }
    }
    double[] out = new double[items];
    double[] in = new double[items];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        out[i] += dense[i][j];
        in[j] += dense[i][j];
      }
    }
    ItemTransitions transitions = counter.count(data.sequences().items(), user -> true, 1);
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        double expected =
            dense[i][j] == 0
                ? 0
                : dense[i][j]
                    / Math.pow(out[i] + counter.shrinkage(), counter.outExponent())
                    / Math.pow(in[j] + counter.shrinkage(), counter.inExponent());
        assertThat((double) transitions.between(i, j))
            .as("%d to %d", i, j)
            .isCloseTo(expected, within(1e-5 * (1 + expected)));
      }
    }
    assertThat(counter.count(data.sequences().items(), user -> true, 4)).isEqualTo(transitions);
    int kept = 1 + random.nextInt(items);
    assertThat(counter.neighbours(kept).count(data.sequences().items(), user -> true, 3))
        .isEqualTo(transitions.strongest(kept));
  }

  @Test
  @DisplayName("take no steps that are too long to count anything")
  void vanishing() {
    ItemSequences one = sequences(3, new int[] {0, 1, 2});
    assertThat(COUNTS.steps(Integer.MAX_VALUE).stepDecay(Double.MIN_VALUE).count(one).items(0))
        .containsExactly(1, 2);
    assertThat(COUNTS.backwardWeight(Double.MIN_VALUE).stepDecay(.1).count(one).items(2))
        .containsExactly(1);
  }

  @Test
  @DisplayName("refuse settings out of their range by name")
  void ranges() {
    TransitionCounter counter = TransitionCounter.defaults();
    refused("steps", () -> counter.steps(0));
    for (double decay : new double[] {0, 1.01, Double.NaN}) {
      refused("stepDecay", () -> counter.stepDecay(decay));
    }
    for (double value : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused("backwardWeight", () -> counter.backwardWeight(value));
      refused("shrinkage", () -> counter.shrinkage(value));
      refused("outExponent", () -> counter.outExponent(value).inExponent(0));
      refused("inExponent", () -> counter.outExponent(0).inExponent(value));
    }
    refused("neighbours", () -> counter.neighbours(0));
    refused("longest", () -> counter.forwardWeights(-1));
    refused("threads", () -> counter.count(sequences(1), user -> true, 0));
  }

  @Test
  @DisplayName("refuse settings under which a weight is no finite number")
  void overflow() {
    ItemSequences one = sequences(2, new int[] {0, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> COUNTS.backwardWeight(1e39).count(one))
        .withMessageContaining("from item 1 to item 0 weighs Infinity");
  }

  private static void refused(String setting, Supplier<?> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(change::get)
        .withMessageStartingWith(setting + " must be");
  }
}
