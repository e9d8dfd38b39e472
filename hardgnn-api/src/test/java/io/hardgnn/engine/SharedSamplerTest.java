package io.hardgnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Negatives by popularity")
class SharedSamplerTest {

  private static final int ITEMS = 50;

  @Test
  @DisplayName("are those that a softmax shares and corrects for; a user's own stay uniform")
  void sharedOnly() {
    Sequences training =
        TestData.training(
                ITEMS,
                IntStream.range(0, 40)
                    .mapToObj(user -> user == 0 ? new int[] {1, 2} : new int[] {0, 1 + user})
                    .toArray(int[][]::new))
            .sequences();
    CandidateSampler sampler =
        ModelDefinition.of(
                new ResidualGraph(),
                new Scoring.DotWithBias(),
                new Objective(new Targets.EveryPosition(), new SampledSoftmax(10).popularity(1)),
                40,
                new float[ITEMS])
            .candidateSampler(training);
    SplittableRandom random = new SplittableRandom(1);
    int[] drawn = new int[20_000];
    sampler.drawForUser(random, 0, drawn, 0, drawn.length);
    double popular = Arrays.stream(drawn).filter(item -> item == 0).count() / 20_000.0;
    assertThat(popular).isBetween(0.015, 0.027); // one in 48
    assertThat(IntStream.range(0, 100).filter(n -> has0(sampler.drawShared(random, 10))).count())
        .isEqualTo(100); // 39 of 120 interactions: its share of ten is above one
    assertThat(sampler.expectedCounts(new int[] {0, 1})).isNotNull();
    assertThat(sampler.hasNegatives(0)).isTrue();
  }

  private static boolean has0(int[] items) {
    return Arrays.stream(items).anyMatch(item -> item == 0);
  }
}
