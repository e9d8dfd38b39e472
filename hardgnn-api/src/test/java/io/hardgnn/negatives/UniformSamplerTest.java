package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.seed.Seed;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("UniformSampler")
class UniformSamplerTest {

  private final long seed;

  UniformSamplerTest(@Seed long seed) {
    this.seed = seed;
  }

  @RepeatedTest(10)
  @DisplayName("draws for a user items that are no training item of the user, all of them in time")
  void forUser() {
    Random random = new Random(seed);
    Sequences sequences = TestData.training(12, TestData.sequences(random, 10, 12, 20)).sequences();
    UniformSampler sampler = new UniformSampler(sequences);
    for (int user = 0; user < 10; user++) {
      int[] own = Arrays.stream(sequences.itemsOf(user)).distinct().sorted().toArray();
      assertThat(sampler.hasNegatives(user)).isEqualTo(own.length < 12);
      if (own.length < 12) {
        int[] drawn = new int[2002];
        drawn[0] = -1;
        drawn[2001] = -1;
        sampler.drawForUser(new SplittableRandom(seed), user, drawn, 1, 2001);
        assertThat(drawn[0]).isEqualTo(-1);
        assertThat(drawn[2001]).isEqualTo(-1);
        int[] others = Arrays.stream(drawn, 1, 2001).distinct().sorted().toArray();
        int[] expected =
            IntStream.range(0, 12).filter(item -> Arrays.binarySearch(own, item) < 0).toArray();
        assertThat(others).as("seed %d, user %d", seed, user).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("draws equally often of the few items that a user has not, without many attempts")
  void nearlyAll() {
    int[] own = IntStream.range(3, 200_000).toArray();
    UniformSampler sampler = new UniformSampler(TestData.training(200_000, own).sequences());
    int[] drawn = new int[30_000];
    sampler.drawForUser(new SplittableRandom(seed), 0, drawn, 0, drawn.length);
    for (int item = 0; item < 3; item++) {
      int wanted = item;
      assertThat(Arrays.stream(drawn).filter(one -> one == wanted).count())
          .as("seed %d, item %d", seed, item)
          .isBetween(9_500L, 10_500L); // a deviation is 82
    }
  }

  @Test
  @DisplayName("draws every item equally often")
  void uniform() {
    UniformSampler sampler =
        new UniformSampler(TestData.training(10, new int[] {3, 7}).sequences());
    int[] own = new int[10];
    int[] shared = new int[10];
    SplittableRandom random = new SplittableRandom(5);
    int[] one = new int[1];
    for (int i = 0; i < 8000; i++) {
      sampler.drawForUser(random, 0, one, 0, 1);
      own[one[0]]++;
      for (int item : sampler.drawShared(random, 3)) {
        shared[item]++;
      }
    }
    for (int item = 0; item < 10; item++) {
      // 1000 and 2400 are expected; five standard deviations are about 150 and 205.
      assertThat(own[item])
          .isBetween(item == 3 || item == 7 ? 0 : 850, item == 3 || item == 7 ? 0 : 1150);
      assertThat(shared[item]).isBetween(2195, 2605);
    }
  }

  @Test
  @DisplayName("draws shared negatives without repetition, up to all items")
  void shared() {
    UniformSampler sampler =
        new UniformSampler(TestData.training(10, new int[] {3, 7}).sequences());
    for (int count = 0; count <= 10; count++) {
      assertThat(sampler.drawShared(new SplittableRandom(seed), count))
          .hasSize(count)
          .doesNotHaveDuplicates();
    }
    assertThatThrownBy(() -> sampler.drawShared(new SplittableRandom(1), 11))
        .hasMessageContaining("11");
  }

  @Test
  @DisplayName("refuses to draw for a user who has every item, and says so")
  void everyItem() {
    UniformSampler sampler =
        new UniformSampler(
            TestData.training(2, new int[] {0, 1, 0}, new int[] {1, 1, 1}).sequences());
    assertThat(sampler.hasNegatives(0)).isFalse();
    assertThat(sampler.hasNegatives(1)).isTrue();
    assertThatThrownBy(() -> sampler.drawForUser(new SplittableRandom(1), 0, new int[1], 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("user 0 has interacted with all 2 items");
  }
}
