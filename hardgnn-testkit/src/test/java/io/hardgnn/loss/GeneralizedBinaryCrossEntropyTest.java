package io.hardgnn.loss;

import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.softplus;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Generalised binary cross-entropy, in plain arithmetic,")
class GeneralizedBinaryCrossEntropyTest {

  private static final int ITEMS = 8;

  private static PlainStep step(
      int negatives, double calibration, int shared, Targets targets, long seed) {
    return new PlainStep(
        HardGNNConfig.of(new SasRec(4, 5, 1, 1, 0))
            .scoredBy(new Scoring.DotWithBias())
            .predicting(targets)
            .minimising(new GeneralizedBinaryCrossEntropy(negatives, calibration, shared)),
        seed);
  }

  @ParameterizedTest(name = "of {0} negatives, t = {1}, {2} items shared")
  @CsvSource({
    "1, 0.75, 1",
    "3, 0.75, 3",
    "3, 0, 8",
    "3, 1, 100",
    "8, 0.75, 4",
    "100, 1, 100",
    "100, 0.5, 2"
  })
  @DisplayName("weighs a positive by 1 - t (1 - N / (V - 1)), and a shared item as many of N")
  void loss(int negatives, double calibration, int shared, @Seed long seed) {
    PlainStep step = step(negatives, calibration, shared, new Targets.EveryPosition(), seed);
    int count = Math.min(negatives, ITEMS);
    assertThat(step.indices(StepInputs.SHARED_NEGATIVES)).hasSize(Math.min(shared, ITEMS));
    double share = Math.min(1, count / (ITEMS - 1.0));
    step.assertTerm("gbce", plain(step, count, 1 - calibration * (1 - share)));
  }

  @ParameterizedTest(name = "of {0} negatives")
  @CsvSource({"3"})
  @DisplayName("is plain cross-entropy at t = 0, with one target per user too")
  void uncalibrated(int negatives, @Seed long seed) {
    PlainStep step = step(negatives, 0, negatives, new Targets.OnePerUser(), seed);
    step.assertTerm("gbce", plain(step, negatives, 1));
  }

  private static double plain(PlainStep step, int count, double beta) {
    double[][] users = step.userVectors();
    int[] targets = step.indices(StepInputs.TARGETS);
    int[] shared = step.indices(StepInputs.SHARED_NEGATIVES);
    double sum = 0;
    for (int query = 0; query < users.length; query++) {
      sum += beta * softplus(-score(step, users[query], targets[query]));
      for (int negative : shared) {
        if (negative != targets[query]) {
          sum += (double) count / shared.length * softplus(score(step, users[query], negative));
        }
      }
    }
    return sum / users.length / (count + 1);
  }

  private static double score(PlainStep step, double[] user, int row) {
    int item = step.item(row);
    return dot(user, step.matrix("item_embedding")[item]) + step.vector("item_bias")[item];
  }
}
