package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.seed.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The sampler by popularity")
class PopularitySamplerTest {

  private static final int ITEMS = 12;
  private static final int DRAWS = 20_000;

  private final Sequences training =
      TestData.training(ITEMS, TestData.sequences(new Random(5), 40, ITEMS, 9)).sequences();

  private double[] popularity(double power) {
    double[] weights = new double[ITEMS];
    for (int position = 0; position < training.size(); position++) {
      weights[training.item(position)]++;
    }
    return Arrays.stream(weights).map(n -> Math.pow(Math.max(1, n), power)).toArray();
  }

  @Test
  @Timeout(20)
  @DisplayName("draws for users whose own items have nearly all of the popularity")
  void ownItemsAreNearlyAll() {
    int[] popular = new int[5000];
    Sequences one = TestData.training(4, popular, new int[] {0, 1}).sequences();
    PopularitySampler sampler = new PopularitySampler(one, 3);
    int[] drawn = new int[3000];
    sampler.drawForUser(new SplittableRandom(1), 1, drawn, 0, drawn.length);
    double share = Arrays.stream(drawn).filter(item -> item == 2).count() / 3000.0;
    assertThat(drawn).containsOnly(2, 3);
    assertThat(share).isCloseTo(0.5, within(0.05));
  }

  @Test
  @DisplayName("keeps its probabilities where one item outweighs the rest beyond all digits")
  void outweighed() {
    double[] expected = InclusionProbabilities.of(new double[] {1e20, 1, 1, 1}, 2);
    assertThat(expected)
        .containsExactly(new double[] {1, 1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-12));
    assertThatThrownBy(() -> new PopularitySampler(training, 1e4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power is 10000.0");
  }

  @Test
  @DisplayName("draws nothing for a user who knows every item, and says so")
  void nothingLeft() {
    PopularitySampler sampler =
        new PopularitySampler(
            TestData.training(3, new int[] {2, 0, 1}, new int[] {0, 1}).sequences(), 1);
    assertThat(sampler.hasNegatives(0)).isFalse();
    assertThat(sampler.hasNegatives(1)).isTrue();
    assertThatThrownBy(() -> sampler.drawForUser(new SplittableRandom(1), 0, new int[1], 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("user 0 has interacted with all 3 items");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 11, 12})
  @DisplayName("shares distinct items as often as it says, and they add up to the size of a draw")
  void shared(int count) {
    PopularitySampler sampler = new PopularitySampler(training, 1);
    double[] expected = sampler.expectedCounts(IntStream.range(0, count).toArray());
    SplittableRandom random = new SplittableRandom(9);
    int[] drawn = new int[ITEMS];
    double[] told = new double[ITEMS];
    for (int i = 0; i < DRAWS; i++) {
      int[] items = sampler.drawShared(random, count);
      assertThat(items).hasSize(count).doesNotHaveDuplicates();
      double[] counts = i < 50 ? sampler.expectedCounts(items) : null;
      for (int k = 0; k < count; k++) {
        drawn[items[k]]++;
        if (counts != null) {
          told[items[k]] = counts[k];
        }
      }
    }
    double[] all = InclusionProbabilities.of(popularity(1), count);
    assertThat(Arrays.stream(all).sum()).isCloseTo(count, within(1e-9));
    assertThat(expected).containsExactly(Arrays.copyOf(all, count), within(1e-12));
    for (int item = 0; item < ITEMS; item++) {
      assertThat(drawn[item] / (double) DRAWS).isCloseTo(all[item], within(0.018));
      assertThat(told[item] == 0 || Math.abs(told[item] - all[item]) < 1e-12).isTrue();
    }
  }

  @Test
  @DisplayName("shares any two items together, not only those that lie apart")
  void pairs() {
    PopularitySampler sampler =
        new PopularitySampler(TestData.training(4, new int[] {0, 1, 2, 3}).sequences(), 1);
    SplittableRandom random = new SplittableRandom(3);
    Set<Set<Integer>> pairs = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      int[] drawn = sampler.drawShared(random, 2);
      pairs.add(Set.of(drawn[0], drawn[1]));
    }
    assertThat(pairs).as("of 4 items").hasSize(6);
  }

  @Test
  @DisplayName("draws for a user by popularity among the items that the user does not know")
  void forUser() {
    PopularitySampler sampler = new PopularitySampler(training, 0.75);
    int user = IntStream.range(0, 40).filter(u -> training.length(u) > 3).findFirst().orElseThrow();
    double[] weights = popularity(0.75);
    for (int position = training.start(user); position < training.end(user); position++) {
      weights[training.item(position)] = 0;
    }
    double sum = Arrays.stream(weights).sum();
    int[] into = new int[DRAWS];
    sampler.drawForUser(new SplittableRandom(2), user, into, 0, DRAWS);
    assertThat(into).doesNotContain(training.itemsOf(user));
    for (int item = 0; item < ITEMS; item++) {
      int wanted = item;
      double share = Arrays.stream(into).filter(i -> i == wanted).count() / (double) DRAWS;
      assertThat(share).isCloseTo(weights[item] / sum, within(0.018));
    }
  }

  @Test
  @DisplayName("with a power of 0 gives all items the same probability")
  void uniform() {
    assertThat(new PopularitySampler(training, 0).expectedCounts(new int[] {3, 8, 1}))
        .containsExactly(new double[] {0.25, 0.25, 0.25}, within(1e-12));
  }

  @Test
  @DisplayName(
      "makes a sum over a draw, each item by the inverse of its count, that over all items")
  void unbiased(@Seed long seed) {
    PopularitySampler sampler = new PopularitySampler(training, 1);
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(ITEMS, 0.5, 2).toArray();
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      int[] drawn = sampler.drawShared(random, 4);
      double[] counts = sampler.expectedCounts(drawn);
      for (int k = 0; k < 4; k++) {
        sum += values[drawn[k]] / counts[k];
      }
    }
    double all = Arrays.stream(values).sum();
    assertThat(sum / DRAWS).isCloseTo(all, within(0.03 * all));
  }

  @Test
  @DisplayName("refuses a power that is none, and more items than there are")
  void refuses() {
    assertThatThrownBy(() -> new PopularitySampler(training, -0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power is -0.1");
    assertThatThrownBy(() -> new PopularitySampler(training, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new PopularitySampler(training, 1).drawShared(new SplittableRandom(1), 13))
        .hasMessageContaining("13 distinct items");
  }
}
