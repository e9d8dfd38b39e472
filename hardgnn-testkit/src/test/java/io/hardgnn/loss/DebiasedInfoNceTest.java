package io.hardgnn.loss;

import static io.hardgnn.plain.Plain.dot;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The debiased contrastive loss, in plain arithmetic,")
class DebiasedInfoNceTest {

  private static PlainStep step(Loss contrast, long seed) {
    return new PlainStep(
        HardGNNConfig.of(new SasRec(4, 5, 1, 1, 0))
            .scoredBy(new Scoring.Dot())
            .predicting(new Targets.EveryPosition())
            .minimising(new BinaryCrossEntropy(1))
            .plus(0.1, contrast),
        seed);
  }

  @ParameterizedTest(name = "prior {0}, concentration {1}, temperature {2}")
  @CsvSource({
    "0, 0, 0.1",
    "0, 1, 0.5",
    "0.01, 0, 0.1",
    "0.2, 0.5, 0.3",
    "0.9, 2, 0.2",
    "0, 1, 0.01",
    "0.1, 0, 0.02"
  })
  @DisplayName("takes the prior's share of positives out of the negatives")
  void loss(double prior, double concentration, double temperature, @Seed long seed) {
    PlainStep step = step(new DebiasedInfoNce(5, temperature, prior, concentration), seed);
    double[][] anchors = step.value(ForwardPass::anchors);
    int[] targets = step.indices(StepInputs.TARGETS);
    int[] negatives = step.indices(StepInputs.SHARED_NEGATIVES);
    double sum = 0;
    for (int query = 0; query < anchors.length; query++) {
      double[] anchor = anchors[query];
      double positive = exponential(step, anchor, targets[query], temperature);
      double[] others =
          Arrays.stream(negatives)
              .mapToDouble(item -> exponential(step, anchor, item, temperature))
              .toArray();
      double[] weights = Arrays.stream(others).map(n -> Math.pow(n, concentration)).toArray();
      double mean = dot(weights, others) / Arrays.stream(weights).sum();
      double debiased =
          Math.max((mean - prior * positive) / (1 - prior), Math.exp(-1 / temperature));
      sum -= Math.log(positive / (positive + others.length * debiased));
    }
    step.assertTerm("debiased_info_nce", sum / anchors.length);
  }

  private static double exponential(PlainStep step, double[] anchor, int row, double temperature) {
    double[] item = step.matrix("item_embedding")[step.item(row)];
    double cosine = dot(anchor, item) / Math.sqrt(dot(anchor, anchor) * dot(item, item));
    return Math.exp(cosine / temperature);
  }

  @ParameterizedTest(name = "of {0} negatives")
  @CsvSource({"5"})
  @DisplayName("is InfoNCE over the batch's random negatives without prior and concentration")
  void plain(int count, @Seed long seed) {
    PlainStep step = step(new DebiasedInfoNce(count, 0.2, 0, 0), seed);
    PlainStep other =
        step(
            new InfoNce()
                .hardNegatives(count)
                .temperature(0.2)
                .chosenBy(new io.hardgnn.negatives.WholePool())
                .from(new io.hardgnn.negatives.Pool.Batch(count)),
            seed);
    other.assertTerm("info_nce", step.term("debiased_info_nce"));
  }
}
