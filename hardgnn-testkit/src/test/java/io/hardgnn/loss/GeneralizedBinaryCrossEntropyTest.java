package io.hardgnn.loss;

import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.softplus;

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

  private static PlainStep step(int negatives, double calibration, Targets targets, long seed) {
    return new PlainStep(
        HardGNNConfig.of(new SasRec(4, 5, 1, 1, 0))
            .scoredBy(new Scoring.DotWithBias())
            .predicting(targets)
            .minimising(new GeneralizedBinaryCrossEntropy(negatives, calibration)),
        seed);
  }

  @ParameterizedTest(name = "of {0} negatives, t = {1}")
  @CsvSource({"1, 0.75", "3, 0.75", "3, 0", "3, 1", "8, 0.75", "100, 1"})
  @DisplayName("weighs a positive by 1 - t (1 - N / V)")
  void loss(int negatives, double calibration, @Seed long seed) {
    PlainStep step = step(negatives, calibration, new Targets.EveryPosition(), seed);
    int drawn = Math.min(negatives, ITEMS);
    step.assertTerm("gbce", plain(step, drawn, 1 - calibration * (1 - drawn / (double) ITEMS)));
  }

  @ParameterizedTest(name = "of {0} negatives")
  @CsvSource({"3"})
  @DisplayName("is plain cross-entropy at t = 0, with one target per user too")
  void uncalibrated(int negatives, @Seed long seed) {
    PlainStep step = step(negatives, 0, new Targets.OnePerUser(), seed);
    step.assertTerm("gbce", plain(step, negatives, 1));
  }

  private static double plain(PlainStep step, int drawn, double beta) {
    double[][] users = step.userVectors();
    int[] targets = step.indices(StepInputs.TARGETS);
    double sum = 0;
    for (int query = 0; query < users.length; query++) {
      sum += beta * softplus(-score(step, users[query], targets[query]));
      for (int negative : step.indices(StepInputs.SHARED_NEGATIVES)) {
        if (negative != targets[query]) {
          sum += softplus(score(step, users[query], negative));
        }
      }
    }
    return sum / users.length / (drawn + 1);
  }

  private static double score(PlainStep step, double[] user, int row) {
    int item = step.item(row);
    return dot(user, step.matrix("item_embedding")[item]) + step.vector("item_bias")[item];
  }
}
