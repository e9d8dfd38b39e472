package io.hardgnn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.engine.Scorer;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Fixture;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A blend of a network and counts")
class BlendTest {

  /** Three users who all went 0, 1, 2, 3, and one who stands at 1. */
  private static final Fixture WALKS =
      new Fixture(
          5,
          new int[][] {{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 1, 2, 3}, {0, 1}},
          new int[] {-1, -1, -1, 2});

  private static final Blend ONE_STEP =
      Blend.off()
          .windows(new TransitionWindow(1, 1, 0))
          .historyLength(2)
          .ageDecays(0.5)
          .transitionWeights(2.0)
          .epsilons(0.1)
          .popularityWeights(3.0);

  /** Gives every item the same score, and says whether it is open. */
  private static final class Flat implements Scorer {
    private final int items;
    private boolean closed;

    Flat(int items) {
      this.items = items;
    }

    @Override
    public int itemCount() {
      return items;
    }

    @Override
    public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
      Arrays.fill(scores, 0, count * items, 0.5f);
    }

    @Override
    public boolean isThreadSafe() {
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  @DisplayName("is chosen on no more users than a sum of whole units can hold")
  void mostUsers() {
    assertThat(BlendChoice.users(250_000)).isEqualTo(1000);
    assertThat(BlendChoice.users(2500)).isEqualTo(100_000);
    for (int items : new int[] {0, 1, 20}) {
      long users = BlendChoice.users(items);
      assertThat(Math.multiplyExact(users, 1L << 40)).isPositive();
    }
  }

  @Test
  @DisplayName("adds the logarithm of what follows the newest items, and popularity")
  void adds() {
    Evidence evidence = Evidence.of(ONE_STEP, WALKS.sequences().items());
    Flat network = new Flat(5);
    BlendedScorer blended = new BlendedScorer(network, evidence, ONE_STEP);
    float[] scores = new float[5];
    blended.score(WALKS, new int[] {3}, 1, scores);

    // From 0 to 1 four times, from 1 to 2 and from 2 to 3 three times.
    double toOne = 4 / (Math.pow(4 + 5, 0.7) * Math.pow(4 + 5, 0.2));
    double toTwo = 3 / (Math.pow(3 + 5, 0.7) * Math.pow(3 + 5, 0.2));
    double atOne = 0.5 * toOne; // the older item of the history counts half
    double greatest = Math.max(atOne, toTwo);
    double[] counts = {4, 4, 3, 3, 0};
    double[] sums = {0, atOne, toTwo, 0, 0};
    for (int item = 0; item < 5; item++) {
      double expected =
          0.5
              + 2 * Math.log(1 + sums[item] / (0.1 * greatest))
              + 3 * Math.log1p(counts[item]) / Math.log1p(4);
      assertThat((double) scores[item]).as("item %d", item).isCloseTo(expected, within(1e-5));
    }
    blended.close();
    assertThat(network.closed).isTrue();
  }

  @Test
  @DisplayName(
      "leaves the network's scores alone for somebody without a history, and where it is off")
  void nothingKnown() {
    Fixture nobody = new Fixture(5, new int[][] {{}}, new int[] {1});
    Evidence evidence = Evidence.of(ONE_STEP, WALKS.sequences().items());
    float[] scores = new float[5];
    new BlendedScorer(new Flat(5), evidence, ONE_STEP.popularityWeights(0.0))
        .score(nobody, new int[] {0}, 1, scores);
    assertThat(scores).containsOnly(0.5f);
    new BlendedScorer(new Flat(5), evidence, Blend.off()).score(WALKS, new int[] {3}, 1, scores);
    assertThat(scores).containsOnly(0.5f);
  }

  @Test
  @DisplayName("takes a history whose oldest items are too old to count at all")
  void longHistory() {
    int[] walk = new int[200];
    Arrays.setAll(walk, place -> place % 4);
    Fixture rounds = new Fixture(5, new int[][] {walk}, new int[] {1});
    Blend faded = ONE_STEP.historyLength(1000).ageDecays(0.01); // 0.01 ^ 23 is 0 in a float
    Evidence evidence = Evidence.of(faded, rounds.sequences().items());
    float[] whole = new float[5];
    new BlendedScorer(new Flat(5), evidence, faded).score(rounds, new int[] {0}, 1, whole);
    float[] newest = new float[5];
    Fixture end = new Fixture(5, new int[][] {Arrays.copyOfRange(walk, 180, 200)}, new int[] {1});
    new BlendedScorer(new Flat(5), evidence, faded).score(end, new int[] {0}, 1, newest);
    assertThat(whole).containsExactly(newest);
  }

  @Test
  @DisplayName("takes the weights that rank the targets of validation best")
  void chooses() {
    Blend open = Blend.chosen().windows(new TransitionWindow(1, 1, 0));
    BlendChoice choice = BlendChoice.of(open, new Flat(5), WALKS.sequences().items(), WALKS, 1);
    assertThat(choice.blended()).isEqualTo(1); // item 2 follows item 1
    assertThat(choice.network()).isLessThan(1);
    assertThat(choice.blend().combinations()).hasSize(1);
    assertThat(choice.blend().combinations().get(0).transition()).isPositive();
  }

  @Test
  @DisplayName("takes the window whose transitions rank them best")
  void choosesWindow() {
    // Nobody ever went from 2 to 0 but backwards.
    Fixture back = new Fixture(5, WALKS.histories().clone(), new int[] {-1, -1, -1, 0});
    back.histories()[3] = new int[] {1, 2};
    TransitionWindow forward = new TransitionWindow(2, 1, 0);
    TransitionWindow both = new TransitionWindow(2, 1, 1);
    Blend open = Blend.chosen().windows(forward, both).popularityWeights(0.0);
    BlendChoice choice = BlendChoice.of(open, new Flat(5), WALKS.sequences().items(), back, 1);
    assertThat(choice.blend().windows()).containsExactly(both);
    assertThat(choice.evidence().transitions().between(2, 0)).isPositive();
  }

  @Test
  @DisplayName("takes the window in which popular items profit less, where that ranks them best")
  void choosesExponent() {
    // From 0 to 1 twice and to 2 once, but to 1 everybody goes.
    int[][] histories = {{0, 1}, {0, 1}, {3, 1}, {3, 1}, {4, 1}, {4, 1}, {0, 2}, {3, 0}};
    Fixture rare = new Fixture(5, histories, new int[] {-1, -1, -1, -1, -1, -1, -1, 2});
    TransitionWindow usual = new TransitionWindow(1, 1, 0);
    TransitionWindow against = new TransitionWindow(1, 1, 0).inExponent(2);
    Blend open = Blend.chosen().windows(usual, against).popularityWeights(0.0);
    BlendChoice choice = BlendChoice.of(open, new Flat(5), rare.sequences().items(), rare, 1);
    assertThat(choice.blend().windows()).containsExactly(against);
    Blend fixed = Blend.chosen().windows(usual).popularityWeights(0.0);
    assertThat(BlendChoice.of(fixed, new Flat(5), rare.sequences().items(), rare, 1).blended())
        .isLessThan(choice.blended());
  }

  @Test
  @DisplayName(
      "takes the regressed window where items that always come together mislead the counts")
  void choosesRegression() {
    // Who has 0 and 1, which always come together, often takes 2; who has 3 takes 4.
    int[][] histories = {
      {0, 1, 2}, {0, 1, 2}, {0, 1, 2}, {3, 4}, {3, 4}, {3, 4}, {3, 4}, {3, 4}, {3, 0, 1}
    };
    int[] targets = new int[histories.length];
    Arrays.fill(targets, -1);
    targets[8] = 4;
    Fixture pairs = new Fixture(5, histories, targets);
    TransitionWindow counts = new TransitionWindow(100, 1, 1).outExponent(0).inExponent(0);
    TransitionWindow regressed = TransitionWindow.regressed(100, 1);
    Blend open = ONE_STEP.windows(counts, regressed).historyLength(3).ageDecays(1.0);
    BlendChoice choice =
        BlendChoice.of(
            open.popularityWeights(0.0), new Flat(5), pairs.sequences().items(), pairs, 1);
    assertThat(choice.blend().windows()).containsExactly(regressed);
    assertThat(choice.blended()).isEqualTo(1);
  }

  @Test
  @DisplayName("tries no regression of very many items, unless there is nothing else")
  void affordable() {
    Blend chosen = Blend.chosen();
    assertThat(BlendChoice.affordable(chosen, 200_000)).isEqualTo(chosen.windows());
    assertThat(BlendChoice.affordable(chosen, 200_001))
        .hasSize(5)
        .allMatch(window -> window.ridge() == 0);
    Blend fixed = chosen.windows(TransitionWindow.regressed(10, 5));
    assertThat(BlendChoice.affordable(fixed, 200_001)).isEqualTo(fixed.windows());
  }

  @Test
  @DisplayName("refuses a ridge beside what a regression does not divide by")
  void refusesRidge() {
    TransitionWindow divided = new TransitionWindow(10, 1, 0.5, 0.7, 0.2, 3);
    assertThatThrownBy(() -> Presets.standard().blended(Blend.off().windows(divided)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("blend.windows[0].ridge")
        .hasMessageContaining("backwardWeight");
  }

  @Test
  @DisplayName("takes the age decay that ranks them best")
  void choosesAge() {
    // From 0 to 1 four times, from 2 to 3 three: the newest item leads, or the older one.
    for (int target : new int[] {1, 3}) {
      Fixture aged = new Fixture(5, WALKS.histories().clone(), new int[] {-1, -1, -1, target});
      aged.histories()[3] = new int[] {0, 2};
      Blend open = ONE_STEP.ageDecays(0.1, 1.0);
      BlendChoice choice = BlendChoice.of(open, new Flat(5), WALKS.sequences().items(), aged, 1);
      assertThat(choice.blend().ageDecays()).containsExactly(target == 1 ? 1.0 : 0.1);
      assertThat(choice.blend().leavesChoice()).isFalse();
    }
  }

  @Test
  @DisplayName("stays off where the counts are wrong")
  void staysOff() {
    Fixture contrary = new Fixture(5, WALKS.histories(), new int[] {-1, -1, -1, 4});
    Scorer knows =
        new Scorer() {
          @Override
          public int itemCount() {
            return 5;
          }

          @Override
          public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
            System.arraycopy(new float[] {0, 0, 0, 0, 0.1f}, 0, scores, 0, 5);
          }

          @Override
          public void close() {}
        };
    BlendChoice choice =
        BlendChoice.of(Blend.chosen(), knows, WALKS.sequences().items(), contrary, 1);
    assertThat(choice.blend().addsNothing()).isTrue();
    assertThat(choice.blended()).isEqualTo(choice.network()).isEqualTo(1);
  }

  @Test
  @DisplayName("is judged as it is evaluated afterwards, whichever combination it is")
  void judgedAsEvaluated() {
    Random random = new Random(7);
    Fixture many = Fixture.random(random, 200, 1500);
    ItemSequences training = many.sequences().items();
    float[][] logits = new float[many.userCount()][many.itemCount()];
    for (float[] row : logits) {
      for (int item = 0; item < row.length; item++) {
        row[item] = Math.round(10 * (float) random.nextGaussian()) / 4f; // many ties
      }
    }
    Scorer network = new Rows(logits);
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
    for (double weight : new double[] {0, 1, 4}) {
      for (double popularity : new double[] {0, 2}) {
        Blend one =
            Blend.off().ageDecays(0.7).transitionWeights(weight).popularityWeights(popularity);
        BlendChoice choice = BlendChoice.of(one, network, training, many, 1);
        EvaluationResult blended =
            evaluator.evaluate(new BlendedScorer(network, choice.evidence(), one), many);
        assertThat(choice.blended()).isCloseTo(blended.full().ndcg(10), within(1e-11)).isPositive();
        assertThat(choice.network())
            .isCloseTo(evaluator.evaluate(network, many).full().ndcg(10), within(1e-11));
      }
    }
  }

  /** Gives scores that stand in a table. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rows(float[][] logits) implements Scorer {
    @Override
    public int itemCount() {
      return logits[0].length;
    }

    @Override
    public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
      for (int row = 0; row < count; row++) {
        System.arraycopy(logits[users[row]], 0, scores, row * itemCount(), itemCount());
      }
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName("is chosen the same way however many threads rank")
  void sameChoice() {
    Fixture many = Fixture.random(new Random(5), 400, 30);
    ItemSequences training = many.sequences().items();
    BlendChoice first = BlendChoice.of(Blend.chosen(), new Flat(30), training, many, 1);
    for (int n = 0; n < 3; n++) {
      BlendChoice again = BlendChoice.of(Blend.chosen(), new Flat(30), training, many, 1);
      assertThat(again.blend()).isEqualTo(first.blend());
      assertThat(again.blended()).isEqualTo(first.blended());
    }
  }

  @Test
  @DisplayName(
      "is in the settings as what may be chosen, comes back from JSON, and is checked there")
  void settings() {
    HardGNNConfig config = Presets.standard().blended(Blend.chosen().neighbours(7));
    assertThat(HardGNNConfig.fromJson(config.toJson())).isEqualTo(config);
    assertThat(Presets.paper().blend().addsNothing()).isTrue();
    assertThat(Presets.standard().blend().addsNothing()).isFalse();
    assertThatThrownBy(
            () ->
                Presets.standard()
                    .blended(Blend.off().transitionWeights(-1.0).epsilons(0.0).neighbours(0)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("blend.transitionWeights[0] is -1")
        .hasMessageContaining("blend.epsilons[0] is 0")
        .hasMessageContaining("blend.neighbours is 0");
    assertThatThrownBy(
            () -> Presets.standard().blended(Blend.off().transitionWeights(new Double[0])))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("blend.transitionWeights");
  }

  @Test
  @DisplayName("reads the one age decay of earlier files, whole or in part")
  void earlierAgeDecay(@TempDir Path folder) throws IOException {
    HardGNNConfig config = Presets.standard().blended(Blend.chosen().ageDecays(0.7));
    String earlier =
        config.toJson().replaceAll("\"ageDecays\": \\[\\s*0.7\\s*]", "\"ageDecay\": 0.7");
    assertThat(earlier).contains("\"ageDecay\"").doesNotContain("ageDecays");
    assertThat(HardGNNConfig.fromJson(earlier)).isEqualTo(config);
    Path part = folder.resolve("part.json");
    Files.writeString(part, "{\"blend\": {\"ageDecay\": 0.7}}");
    assertThat(HardGNNConfig.read(part, Presets.standard())).isEqualTo(config);
  }

  @Test
  @DisplayName("reads windows of earlier files, which had the same exponents for all")
  void earlierWindows() {
    HardGNNConfig config =
        Presets.standard().blended(Blend.chosen().windows(new TransitionWindow(7, 0.5, 0.25)));
    String counted = config.toJson().replaceAll(",\\s*\"ridge\": 0.0", "");
    assertThat(counted).contains("\"inExponent\"").doesNotContain("ridge");
    assertThat(HardGNNConfig.fromJson(counted)).isEqualTo(config);
    String outForAll = counted.replaceAll(",\\s*\"outExponent\": 0.7", "");
    assertThat(outForAll).contains("\"inExponent\"").doesNotContain("outExponent");
    assertThat(HardGNNConfig.fromJson(outForAll)).isEqualTo(config);
    String bothForAll = outForAll.replaceAll(",\\s*\"inExponent\": 0.2", "");
    assertThat(bothForAll).contains("\"backwardWeight\"").doesNotContain("inExponent");
    assertThat(HardGNNConfig.fromJson(bothForAll)).isEqualTo(config);
  }

  @Test
  @DisplayName("lets the popular items of a history count for more with a smaller outExponent")
  void outExponent() {
    // 0 leads to 2 three times and to 3 once, 1 to 3 once.
    int[][] histories = {{0, 2}, {0, 2}, {0, 2}, {0, 3}, {1, 3}};
    ItemSequences sequences = new Fixture(4, histories, new int[5]).sequences().items();
    TransitionWindow window = new TransitionWindow(1, 1, 0).inExponent(0);
    double shrinkage = TransitionCounter.defaults().shrinkage();
    for (double power : new double[] {0, 0.3, 1}) {
      ItemTransitions counted =
          Evidence.of(Blend.off().windows(window.outExponent(power)), sequences).transitions();
      assertThat(counted.between(0, 2))
          .isCloseTo((float) (3 / Math.pow(4 + shrinkage, power)), within(1e-6f));
      assertThat(counted.between(1, 3))
          .isCloseTo((float) (1 / Math.pow(1 + shrinkage, power)), within(1e-6f));
    }
  }

  @Test
  @DisplayName("has no window that is regressed without a ridge")
  void noRidge() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransitionWindow.regressed(100, 0))
        .withMessageContaining("ridge must be greater than 0");
  }

  @Test
  @DisplayName("asks for each combination once, off among them")
  void combinations() {
    List<BlendWeights> all = Blend.chosen().epsilons(0.01, 0.001).combinations();
    assertThat(all).doesNotHaveDuplicates().hasSize(4 + 4 * 2 * 4);
    assertThat(all).filteredOn(BlendWeights::isOff).hasSize(1);
    assertThat(Blend.chosen().first().combinations()).containsExactly(all.get(0));
  }
}
