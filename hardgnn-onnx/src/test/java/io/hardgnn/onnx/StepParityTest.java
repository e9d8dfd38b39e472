package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.engine.TinyStep;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.ForwardPass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files have SelfGNN's steps; these are those of all other encoders. */
@DisplayName("A training step on ONNX Runtime agrees with plain Java")
class StepParityTest {

  /** Each preset with its own losses, the default with contrastive ones beside them. */
  static Stream<Arguments> presets() {
    // Fewer negatives than items, so that weights and exclusions count.
    HardGNNConfig residual =
        Presets.standard()
            .encoder(new ResidualGraph().embeddingDim(8).historyLength(6).edgeSample(0))
            .minimising(new SampledSoftmax(5))
            .plus(0.1, new InfoNce().hardNegatives(3))
            .plus(0.1, new DebiasedInfoNce().negatives(5));
    return Stream.of(
        Arguments.of("default", residual),
        Arguments.of(
            "default, gated and weighed at K",
            residual.minimising(new SampledSoftmax(5).margin(0.1).atK(2).atKTemperature(0.5))),
        Arguments.of(
            "default, the same with the hardest",
            residual.minimising(
                new SampledSoftmax(5).hardNegatives(2).margin(0.1).atK(2).atKTemperature(0.5))),
        Arguments.of("sasRec", Presets.Models.sasRec().encoder(new SasRec(8, 6, 2, 2, 0.1))),
        Arguments.of(
            "sasRecSoftmax",
            Presets.Models.sasRecSoftmax()
                .encoder(new SasRec(8, 6, 1, 1, 0.1))
                .minimising(new SampledSoftmax(4).popularity(0.5))),
        Arguments.of(
            "gSasRec",
            Presets.Models.gSasRec()
                .encoder(new SasRec(8, 6, 1, 2, 0.1))
                .minimising(new GeneralizedBinaryCrossEntropy(3, 0.75, 5))),
        Arguments.of("gru4Rec", Presets.Models.gru4Rec().encoder(new Gru4Rec(8, 6, 2, 0.1))),
        Arguments.of(
            "gru4Rec with negatives of the batch",
            Presets.Models.gru4Rec()
                .encoder(new Gru4Rec(8, 6, 1, 0.1))
                .minimising(new InBatchSoftmax())),
        Arguments.of(
            "bprMf with hard pairs",
            Presets.Models.bprMf()
                .encoder(new MatrixFactorization(8, 6))
                .minimising(
                    new HardPairs(
                        new BayesianPersonalizedRanking(2), 5, new Mixed(new Adaptive(), 0.5)))),
        Arguments.of("bprMf", Presets.Models.bprMf().encoder(new MatrixFactorization(8, 6))),
        Arguments.of("lightGcn", Presets.Models.lightGcn().encoder(new LightGcn(8, 2, 6))),
        Arguments.of("ngcf", Presets.Models.ngcf().encoder(new Ngcf(8, 3, 6, 0.1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("presets")
  @DisplayName("in the embeddings of users and items and in every loss")
  void step(String name, HardGNNConfig config, @Seed long seed) {
    TinyStep step = TinyStep.of(config);
    OracleParity.Feeds feeds = new OracleParity.Feeds(new SplittableRandom(seed));
    step.feeds().forEach(feeds::put);
    OracleParity.check(name, feeds, 1e-4, ops -> values(ops, step));
  }

  private static Map<String, Expr> values(Ops ops, TinyStep step) {
    ForwardPass forward = step.definition().forward(ops);
    Objective.Terms terms = step.definition().objective().compute(ops, forward);
    Map<String, Expr> values = new LinkedHashMap<>();
    values.put("users", forward.userVectors());
    values.put("items", forward.nodes().catalogue().embed(null));
    terms.unweighted().forEach((kind, loss) -> values.put("loss." + kind, loss));
    values.put("total", terms.total());
    assertThat(terms.unweighted()).hasSize(step.definition().objective().terms().size());
    return values;
  }
}
