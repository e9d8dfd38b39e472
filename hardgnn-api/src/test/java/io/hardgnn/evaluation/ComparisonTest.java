package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Comparison")
class ComparisonTest {

  private static final Metric HR = Metric.hr(1);

  /** Users 0, 1, …; a hit at 1 where the letter is {@code x}. */
  private static Ranks hits(String pattern) {
    return Ranks.of(
        IntStream.range(0, pattern.length()).toArray(),
        pattern.chars().map(c -> c == 'x' ? 1 : 2).toArray());
  }

  private static Ranks random(Random random, int users, int worst) {
    return Ranks.of(
        IntStream.range(0, users).toArray(), random.ints(users, 1, worst + 1).toArray());
  }

  @Test
  @DisplayName("counts users for whom either is better and takes the mean difference")
  void counts() {
    Comparison comparison = Comparison.of(hits("xxx.x..."), hits("x...x..x"), HR, 1);
    assertThat(comparison.users()).isEqualTo(8);
    assertThat(comparison.better()).isEqualTo(2);
    assertThat(comparison.worse()).isEqualTo(1);
    assertThat(comparison.equal()).isEqualTo(5);
    assertThat(comparison.difference()).isEqualTo(.125);
    assertThat(comparison.first().mean()).isEqualTo(.5);
    assertThat(comparison.second().mean()).isEqualTo(.375);
  }

  @Test
  @DisplayName("gives the p-value of the sign flips: 8 users all better, 2 of 256 flips as far")
  void pValue() {
    Comparison comparison = Comparison.of(hits("xxxxxxxx"), hits("........"), HR, 5);
    double exact = 2 / 256.0;
    assertThat(comparison.p())
        .isCloseTo(exact, within(5 * Math.sqrt(exact / Comparison.RESAMPLES)));
    assertThat(comparison.low()).isEqualTo(1);
    assertThat(comparison.high()).isEqualTo(1);
    assertThat(comparison.isSignificant()).isTrue();
  }

  @Test
  @DisplayName("tells differences however small they are")
  void smallDifferences() {
    int[] users = IntStream.range(0, 10).toArray();
    Ranks near = Ranks.of(users, IntStream.generate(() -> 1_000_001).limit(10).toArray());
    Ranks far = Ranks.of(users, IntStream.generate(() -> 1_000_002).limit(10).toArray());
    Comparison comparison = Comparison.of(near, far, Metric.MRR, 5);
    double exact = 2 / 1024.0;
    assertThat(comparison.better()).isEqualTo(10);
    assertThat(comparison.p())
        .isCloseTo(exact, within(5 * Math.sqrt(exact / Comparison.RESAMPLES)));
    assertThat(Comparison.of(near, near, Metric.MRR, 5).p()).isEqualTo(1);
  }

  @Test
  @DisplayName("gives the p-value of all flips where differences are uneven")
  void unevenDifferences() {
    Random random = new Random(4);
    int users = 12;
    Ranks first = random(random, users, 5);
    Ranks second = random(random, users, 9);
    double[] differences = new double[users];
    Arrays.setAll(differences, user -> gain(first, user) - gain(second, user));
    double observed = Math.abs(Arrays.stream(differences).sum());
    int asFar = 0;
    for (int flips = 0; flips < 1 << users; flips++) {
      double sum = 0;
      for (int user = 0; user < users; user++) {
        sum += (flips >> user & 1) == 0 ? differences[user] : -differences[user];
      }
      asFar += Math.abs(sum) >= observed - 1e-9 ? 1 : 0;
    }
    double exact = asFar / (double) (1 << users);
    assertThat(Comparison.of(first, second, Metric.ndcg(10), 6).p())
        .isCloseTo(exact, within(5 * Math.sqrt(exact / Comparison.RESAMPLES)));
  }

  private static double gain(Ranks ranks, int user) {
    return Math.log(2) / Math.log(1 + ranks.rank(user));
  }

  @Test
  @DisplayName("gives the p-value of a coin thrown a hundred times, sixty times heads")
  void manyUsers() {
    Comparison comparison =
        Comparison.of(
            hits("x".repeat(60) + ".".repeat(40)), hits(".".repeat(60) + "x".repeat(40)), HR, 8);
    double exact = 0.05689; // 2 P(heads >= 60)
    assertThat(comparison.p())
        .isCloseTo(exact, within(5 * Math.sqrt(exact / Comparison.RESAMPLES)));
  }

  @Test
  @DisplayName(
      "gives the bootstrap interval of a share: one half of 400 users, ± 1.96 standard errors")
  void interval() {
    Comparison comparison = Comparison.of(hits("x.".repeat(200)), hits("..".repeat(200)), HR, 3);
    double error = 1.96 * Math.sqrt(.25 / 400);
    assertThat(comparison.low()).isCloseTo(.5 - error, within(.005));
    assertThat(comparison.high()).isCloseTo(.5 + error, within(.005));
  }

  @Test
  @DisplayName("finds no difference between equals, with p = 1")
  void equals() {
    Ranks ranks = random(new Random(1), 100, 30);
    Comparison comparison = Comparison.of(ranks, ranks, Metric.ndcg(10), 3);
    assertThat(comparison.p()).isEqualTo(1);
    assertThat(comparison.equal()).isEqualTo(100);
    assertThat(comparison.low()).isZero();
    assertThat(comparison.high()).isZero();
    assertThat(comparison.isSignificant()).isFalse();
  }

  @Test
  @DisplayName("calls what chance does to four users among thousands no significant difference")
  void fewDiffer() {
    Comparison comparison =
        Comparison.of(hits("xxxx" + ".".repeat(2996)), hits(".".repeat(3000)), HR, 1);
    assertThat(comparison.low()).isPositive();
    assertThat(comparison.p()).isGreaterThan(.05); // one in eight
    assertThat(comparison.isSignificant()).isFalse();
  }

  @Test
  @DisplayName("calls one in twenty significant when both guess alike")
  void calibrated() {
    Random random = new Random(11);
    int significant = 0;
    int low = 0;
    for (int trial = 0; trial < 100; trial++) {
      Comparison comparison =
          Comparison.of(random(random, 100, 20), random(random, 100, 20), Metric.ndcg(10), trial);
      significant += comparison.isSignificant() ? 1 : 0;
      low += comparison.p() <= .05 ? 1 : 0;
    }
    assertThat(significant).isBetween(1, 14);
    assertThat(low).isBetween(1, 14);
  }

  @Test
  @DisplayName("is the same for the same seed, and mirrors when the two change places")
  void deterministic() {
    Random random = new Random(2);
    Ranks first = random(random, 200, 20);
    Ranks second = random(random, 200, 30);
    Comparison comparison = Comparison.of(first, second, Metric.ndcg(10), 7);
    assertThat(Comparison.of(first, second, Metric.ndcg(10), 7)).isEqualTo(comparison);
    Comparison mirrored = Comparison.of(second, first, Metric.ndcg(10), 7);
    assertThat(mirrored.difference()).isCloseTo(-comparison.difference(), within(1e-12));
    assertThat(mirrored.p()).isEqualTo(comparison.p());
    assertThat(mirrored.low()).isCloseTo(-comparison.high(), within(1e-12));
    assertThat(comparison.low()).isLessThan(comparison.difference());
    assertThat(comparison.high()).isGreaterThan(comparison.difference());
  }

  @Test
  @DisplayName("averages a user over training seeds and tells the spread over them")
  void acrossSeeds() {
    Comparison comparison =
        Comparison.acrossSeeds(
            List.of(hits("xx.."), hits("x...")),
            List.of(hits("x..."), hits("x..."), hits("x...")),
            HR,
            1);
    assertThat(comparison.difference()).isEqualTo(.125);
    assertThat(comparison.better()).isEqualTo(1);
    assertThat(comparison.equal()).isEqualTo(3);
    assertThat(comparison.first()).isEqualTo(Spread.of(.5, .25));
    assertThat(comparison.first().standardDeviation()).isCloseTo(.25 / Math.sqrt(2), within(1e-15));
    assertThat(comparison.second().standardDeviation()).isZero();
    assertThat(Spread.of(2, 4, 4, 4, 5, 5, 7, 9))
        .isEqualTo(new Spread(8, 5, Math.sqrt(32 / 7.0), 2, 9));
    assertThat(Spread.of(.25, .5)).hasToString("0.3750 ± 0.1768 (2 runs)");
    assertThat(Spread.of(.25)).hasToString("0.2500 (1 run)");
  }

  @Test
  @DisplayName("needs the same users on both sides")
  void rejects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(hits("xx"), hits("xxx"), HR, 1))
        .withMessageContaining("same users");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.acrossSeeds(List.of(), List.of(hits("x")), HR, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Comparison.of(hits(""), hits(""), HR, 1));
    assertThatIllegalArgumentException().isThrownBy(Spread::of);
  }
}
