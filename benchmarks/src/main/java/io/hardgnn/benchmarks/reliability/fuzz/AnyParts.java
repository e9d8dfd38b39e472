package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.FitOptions;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.negatives.WholePool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Parts of settings with any values, which a constructor may refuse, or the settings as a whole.
 */
final class AnyParts {

  private static final List<Hardest.By> BY = List.of(Hardest.By.values());
  private static final int DEEPEST = 4;

  private AnyParts() {}

  static EncoderConfig encoder(Choices choices) {
    int size = choices.any();
    int count = choices.any();
    double number = choices.anyDouble();
    return switch (choices.below(5)) {
      case 0 -> new ResidualGraph().embeddingDim(size).graphLayers(count).dropout(number);
      case 1 -> new SasRec().embeddingDim(size).heads(count).dropout(number);
      case 2 -> new Gru4Rec().embeddingDim(size).layers(count).dropout(number);
      case 3 -> new LightGcn().embeddingDim(size).layers(count);
      default -> new SelfGnn().embeddingDim(size).intervals(count).layerNormEpsilon(number);
    };
  }

  static Loss loss(Choices choices) {
    int count = choices.any();
    double number = choices.anyDouble();
    double other = choices.anyDouble();
    return switch (choices.below(7)) {
      case 0 ->
          new SampledSoftmax(count, choices.any())
              .popularity(number)
              .margin(other)
              .atK(choices.any())
              .atKTemperature(choices.anyDouble());
      case 1 ->
          new InfoNce()
              .hardNegatives(count)
              .temperature(number)
              .chosenBy(sampler(choices, DEEPEST));
      case 2 -> new DebiasedInfoNce().negatives(count).prior(number).concentration(other);
      case 3 -> new GeneralizedBinaryCrossEntropy().negatives(count).calibration(number);
      case 4 -> new L2Regularization();
      case 5 ->
          new HardPairs(new BinaryCrossEntropy(count), choices.any(), sampler(choices, DEEPEST));
      default -> new BinaryCrossEntropy();
    };
  }

  static Sampler sampler(Choices choices) {
    return sampler(choices, DEEPEST);
  }

  private static Sampler sampler(Choices choices, int deepest) {
    double number = choices.anyDouble();
    return switch (choices.below(deepest == 0 ? 5 : 8)) {
      case 0 -> new Hardest(choices.of(BY));
      case 1 -> new Dns(choices.any(), choices.any(), choices.of(BY));
      case 2 -> new WholePool();
      case 3 -> new Uniform();
      case 4 -> new Adaptive(number, choices.anyDouble(), choices.anyDouble(), choices.of(BY));
      case 5 -> new Mixed(sampler(choices, deepest - 1), number);
      case 6 -> new PositiveAware(sampler(choices, deepest - 1), number, choices.of(BY));
      default ->
          new Curriculum(sampler(choices, deepest - 1), number, choices.anyDouble(), choices.any());
    };
  }

  static FitOptions options(Choices choices) {
    FitOptions options = FitOptions.defaults();
    while (choices.hasMore()) {
      options =
          switch (choices.below(4)) {
            case 0 -> options.threads(choices.any());
            case 1 -> options.timeBudget(Duration.ofSeconds(choices.any(), choices.any()));
            case 2 -> options.resumable(Path.of("checkpoint"));
            default -> options.checkpoint(Path.of("checkpoint"));
          };
    }
    return options;
  }
}
