package io.hardgnn.tf;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.engine.TinyStep;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.SampledSoftmax;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("TensorFlow's step of the models of other authors agrees with plain Java")
class ModelGradientTest {

  private static final SasRec SASREC = new SasRec(4, 4, 2, 2, 0);

  static Stream<Named<HardGNNConfig>> models() {
    return Stream.of(
        Named.of(
            "matrix factorisation", Presets.Models.bprMf().encoder(new MatrixFactorization(4, 5))),
        Named.of(
            "LightGCN",
            Presets.Models.lightGcn().encoder(new LightGcn(4, 2, 5)).plus(0.1, new BatchL2())),
        Named.of("NGCF", Presets.Models.ngcf().encoder(new Ngcf(6, 2, 5, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName("in every loss term and in the gradient of every parameter")
  void agrees(HardGNNConfig config) {
    check(config);
  }

  static Stream<Named<HardGNNConfig>> furtherModels() {
    return Stream.of(
        Named.of("SASRec", Presets.Models.sasRec().encoder(SASREC)),
        Named.of(
            "SASRec by a softmax",
            Presets.Models.sasRecSoftmax().encoder(SASREC).minimising(new SampledSoftmax(4))),
        Named.of(
            "SASRec with a debiased contrastive loss",
            Presets.Models.sasRec().encoder(SASREC).plus(0.5, new DebiasedInfoNce(5, 0.5, 0.1, 1))),
        Named.of(
            "gSASRec",
            Presets.Models.gSasRec()
                .encoder(SASREC)
                .minimising(new GeneralizedBinaryCrossEntropy(3, 0.75, 5))),
        Named.of("GRU4Rec", Presets.Models.gru4Rec().encoder(new Gru4Rec(4, 6, 2, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // TensorFlow takes seconds to prepare the gradients of each
  @MethodSource("furtherModels")
  @DisplayName(
      "in every loss term and in the gradient of every parameter of models of sequences, too")
  void furtherModels(HardGNNConfig config) {
    check(config);
  }

  private static void check(HardGNNConfig config) {
    TinyStep step = TinyStep.of(config);
    StepAgreement.check(step.definition(), step.feeds());
  }
}
