package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.SamplingDiagnostics;
import io.hardgnn.SamplingReport;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The diagnostics of hard negatives")
class SamplingDiagnosticsTest {

  private static final Dataset DATASET = TestData.markov(5, 120, 40, 15);
  private static final FitOptions OPTIONS = FitOptions.defaults().threads(4);

  private static HardGNNConfig config(Sampler sampler, Pool pool) {
    return config(sampler, pool, 5);
  }

  private static HardGNNConfig config(Sampler sampler, Pool pool, int negatives) {
    Targets targets =
        pool instanceof Pool.Batch ? new Targets.EveryPosition() : new Targets.OnePerUser(4, 50);
    return model(new SampledSoftmax(40))
        .predicting(targets)
        .plus(1, new InfoNce().hardNegatives(negatives).chosenBy(sampler).from(pool));
  }

  private static HardGNNConfig model(SampledSoftmax loss) {
    return Presets.standard()
        .encoder(
            new ResidualGraph()
                .embeddingDim(16)
                .graphLayers(0)
                .attentionLayers(0)
                .historyLength(20))
        .minimising(loss);
  }

  private static SamplingReport.Epoch look(Sampler sampler, Pool pool) {
    return look(config(sampler, pool));
  }

  private static SamplingReport.Epoch look(HardGNNConfig config) {
    return SamplingDiagnostics.of(HardGNN.builder(config).build(), DATASET)
        .anchors(300)
        .run(OPTIONS)
        .epochs()
        .get(0);
  }

  @Test
  @DisplayName("show hard negatives closer to the anchor than random items, and uniform ones not")
  void hardness() {
    SamplingReport.Epoch hard = look(new Hardest(Hardest.By.COSINE), new Pool.Catalogue());
    assertThat(hard.negative()).isGreaterThan(hard.random() + 0.1);
    assertThat(hard.negatives()).isEqualTo(5);
    assertThat(hard.anchors()).isEqualTo(120); // all there are, one of each user

    SamplingReport.Epoch uniform = look(new Uniform(), new Pool.Catalogue());
    assertThat(uniform.negative()).isCloseTo(uniform.random(), within(0.05));
    assertThat(uniform.validation() + uniform.test())
        .as("held-out items are drawn as often as others")
        .isCloseTo(uniform.chance(), within(0.03));
    assertThat(hard.chance()).isCloseTo(uniform.chance(), within(1e-12));
  }

  @Test
  @DisplayName("find every held-out item where every item that the user does not know is chosen")
  void later() {
    HardGNNConfig all = config(new Hardest(), new Pool.Catalogue());
    SamplingReport.Epoch seen =
        SamplingDiagnostics.of(HardGNN.builder(all).hardNegatives(1000).build(), DATASET)
            .run(OPTIONS)
            .epochs()
            .get(0);
    int validation = 0;
    int test = 0;
    long unknown = 0;
    for (int user = 0; user < DATASET.users().size(); user++) {
      Set<Integer> known = new HashSet<>();
      Sequences training = DATASET.training().sequences();
      for (int p = training.start(user); p < training.end(user); p++) {
        known.add(training.item(p));
      }
      unknown += DATASET.items().size() - known.size();
      validation += known.contains(DATASET.validation().target(user)) ? 0 : 1;
      test += known.contains(DATASET.test().target(user)) ? 0 : 1;
    }
    assertThat(validation).isGreaterThan(20);
    assertThat(seen.negatives() * seen.anchors()).isCloseTo(unknown, within(0.01));
    assertThat(seen.validation()).isCloseTo(validation / (double) unknown, within(1e-9));
    assertThat(seen.test()).isCloseTo(test / (double) unknown, within(1e-9));
  }

  @Test
  @Tag("thorough") // eight epochs, resumed
  @DisplayName("show over the epochs how the loss separates them, and go on from a checkpoint")
  void separation(@TempDir Path folder) {
    Sampler ramp = new Curriculum(new PositiveAware(new Dns(1, 20), 5), 0.4, 1, 4);
    HardGNN hardGnn = HardGNN.builder(config(ramp, new Pool.Batch(40))).build();
    SamplingDiagnostics diagnostics = SamplingDiagnostics.of(hardGnn, DATASET).epochs(8, 1, 8);
    FitOptions options = OPTIONS.resumable(folder.resolve("checkpoint"));
    SamplingReport report = diagnostics.run(options);

    assertThat(report.epochs()).extracting(SamplingReport.Epoch::epoch).containsExactly(1, 8);
    SamplingReport.Epoch first = report.epochs().get(0);
    SamplingReport.Epoch last = report.epochs().get(1);
    assertThat(last.separated()).isGreaterThan(first.separated() + 0.05);
    assertThat(last.positive() - last.negative())
        .isGreaterThan(first.positive() - first.negative());
    assertThat(report.toTable()).contains("| epoch |").contains("\n| 1 | ").contains("\n| 8 | ");
    assertThat(diagnostics.run(options)).as("nothing left to train").isEqualTo(report);
  }

  @Test
  @DisplayName("look at proposals by a table of the parameters that are looked at")
  void proposals() {
    // One negative has sixteen proposals of forty items: what a wrong table proposes is not close.
    Hardest byCosine = new Hardest(Hardest.By.COSINE);
    SamplingReport.Epoch exact = look(config(byCosine, new Pool.Catalogue(), 1));
    SamplingReport.Epoch proposed = look(config(byCosine, new Pool.Proposed(), 1));
    assertThat(proposed.negative()).isCloseTo(exact.negative(), within(0.02));
  }

  private static SamplingReport.Epoch pairs(HardGNNConfig model, Sampler sampler) {
    Loss pairs = new HardPairs(new BayesianPersonalizedRanking(3), 30, sampler);
    HardGNNConfig config =
        model.minimising(pairs).trained(run -> run.batchSize(20).usersPerEpoch(120));
    return SamplingDiagnostics.of(HardGNN.builder(config).build(), DATASET)
        .epochs(3)
        .run(OPTIONS)
        .epochs()
        .get(0);
  }

  @Test
  @DisplayName("look at hard pairs too, of encoders with a vector of each user")
  void ofPairs() {
    for (HardGNNConfig model : List.of(Presets.Models.bprMf(), Presets.Models.lightGcn())) {
      SamplingReport.Epoch hard = pairs(model, new Hardest(Hardest.By.COSINE));
      SamplingReport.Epoch random = pairs(model, new Uniform());
      assertThat(hard.negatives()).isEqualTo(3);
      assertThat(hard.negative()).isGreaterThan(hard.random() + 0.1);
      assertThat(random.negative())
          .as("no closer than any item: those of training are left out")
          .isLessThan(random.random() + 0.05);
      assertThat(random.validation() + random.test())
          .as("held-out items are drawn as often as others")
          .isCloseTo(random.chance(), within(0.03));
      assertThat(random.separated()).isGreaterThan(hard.separated());
    }
  }

  @Test
  @DisplayName("have proposals from the first epoch on, whatever else joins later")
  void proposalsBesideALateTerm() {
    HardGNNConfig config =
        config(new Hardest(), new Pool.Proposed())
            .plus(1e-6, new L2Regularization(), 1)
            .trained(run -> run.epochs(2));
    try (HardGNNModel model = HardGNN.builder(config).build().fit(DATASET, OPTIONS)) {
      assertThat(model.history().get(0).terms().get("info_nce")).isPositive();
      assertThat(model.history()).hasSize(2);
    }
  }

  @Test
  @DisplayName("that are stopped tell of the epochs before")
  void stopped(@TempDir Path folder) {
    SamplingDiagnostics diagnostics =
        SamplingDiagnostics.of(
                HardGNN.builder(config(new Hardest(), new Pool.Catalogue())).build(), DATASET)
            .epochs(1, 2);
    FitOptions options = OPTIONS.resumable(folder.resolve("checkpoint"));
    assertThat(diagnostics.run(options.stopWhen(() -> true)).epochs()).isEmpty();
    int[] steps = {0};
    int ofAnEpoch = steps();
    assertThat(diagnostics.run(options.stopWhen(() -> ++steps[0] > ofAnEpoch)).epochs())
        .extracting(SamplingReport.Epoch::epoch)
        .containsExactly(1);
    assertThat(diagnostics.run(options).epochs()).hasSize(2);
  }

  @Test
  @DisplayName("delete no folder that is none of their checkpoints")
  void foreign(@TempDir Path folder) throws IOException {
    Path notes = Files.createDirectories(folder.resolve("epoch-1")).resolve("notes.txt");
    Files.writeString(notes, "mine");
    SamplingDiagnostics diagnostics =
        SamplingDiagnostics.of(
                HardGNN.builder(config(new Hardest(), new Pool.Catalogue())).build(), DATASET)
            .epochs(1);
    assertThatThrownBy(() -> diagnostics.run(OPTIONS.checkpoint(folder)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("notes.txt");
    assertThat(notes).hasContent("mine");
  }

  @Test
  @DisplayName("start afresh unless they are resumable, and tell listeners of a failure")
  void afresh(@TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint");
    FitOptions options = OPTIONS.checkpoint(checkpoint);
    HardGNNConfig config = config(new Hardest(), new Pool.Catalogue());
    SamplingReport report =
        SamplingDiagnostics.of(HardGNN.builder(config).build(), DATASET).epochs(1).run(options);
    HardGNNConfig other = config.trained(run -> run.seed(run.seed() + 1));
    SamplingDiagnostics others =
        SamplingDiagnostics.of(HardGNN.builder(other).build(), DATASET).epochs(1);
    assertThat(others.run(options)).isNotEqualTo(report);
    List<Throwable> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            told.add(failure);
          }
        };
    SamplingDiagnostics first =
        SamplingDiagnostics.of(HardGNN.builder(config).build(), DATASET).epochs(1);
    assertThatThrownBy(() -> first.run(OPTIONS.resumable(checkpoint).listener(listener)))
        .isInstanceOf(TrainingException.class);
    assertThat(told).hasSize(1);
  }

  /** Returns the steps of an epoch. */
  private static int steps() {
    int[] steps = {0};
    HardGNN.builder(config(new Hardest(), new Pool.Catalogue()))
        .epochs(1)
        .build()
        .fit(
            DATASET,
            OPTIONS.listener(
                new TrainingListener() {
                  @Override
                  public void onStep(int epoch, int step, double loss) {
                    steps[0] = step;
                  }
                }))
        .close();
    return steps[0];
  }

  @Test
  @DisplayName("refuse a model without hard negatives, and epochs that are none")
  void refuses() {
    HardGNN without = HardGNN.builder().hardNegatives(0).build();
    assertThatThrownBy(() -> SamplingDiagnostics.of(without, DATASET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither info_nce nor hard_pairs");
    SamplingDiagnostics some =
        SamplingDiagnostics.of(HardGNN.builder().hardNegatives(5).build(), DATASET);
    assertThatThrownBy(() -> some.epochs(0, 2)).hasMessageContaining("[0, 2]");
    assertThatThrownBy(() -> some.anchors(0)).hasMessageContaining("anchors is 0");
  }

  private static SamplingReport.Epoch inside(SampledSoftmax loss) {
    return SamplingDiagnostics.of(HardGNN.builder(model(loss)).build(), DATASET)
        .epochs(3)
        .run(OPTIONS)
        .epochs()
        .get(0);
  }

  @Test
  @DisplayName("look at the hardest items inside a softmax, without the target")
  void inSoftmax() {
    SamplingReport.Epoch few = inside(new SampledSoftmax(10).hardNegatives(3));
    assertThat(few.negative()).isGreaterThan(few.random() + 0.1);
    assertThat(few.negatives())
        .as("one more, where the target is not among them")
        .isBetween(3.0, 4.0);
    assertThat(few.loss()).isPositive();

    int items = DATASET.items().size();
    SamplingReport.Epoch all = inside(new SampledSoftmax(10).hardNegatives(items));
    assertThat(all.negatives()).isEqualTo(items - 1);
    assertThat(all.validation())
        .as("among all items is that of validation, unless it is the target")
        .isBetween(0.8 / (items - 1), 1.0 / (items - 1));
    SamplingReport.Epoch gated = inside(new SampledSoftmax(10).hardNegatives(items).margin(0.01));
    assertThat(gated.negatives())
        .as("what scores above the target is left out")
        .isLessThan(items - 2);
  }

  @Test
  @DisplayName("refuse a softmax without hard negatives")
  void withoutHardNegatives() {
    HardGNN uniform = HardGNN.builder(model(new SampledSoftmax(10))).build();
    assertThatThrownBy(() -> SamplingDiagnostics.of(uniform, DATASET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nor a softmax with hardNegatives above 0");
  }
}
