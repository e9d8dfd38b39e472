package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.HardNegatives;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Targets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Fitting")
class ModelFitterTest {

  private static final FitOptions PLAIN = FitOptions.defaults().engine(new PlainEngine());

  @TempDir Path folder;

  private final Dataset dataset = TinyData.dataset();

  /** Settings that are saved as they are: nothing of them is chosen for the data. */
  private static HardGNN.Builder ofFewUsers() {
    return TinyData.quick().training(run -> run.batchSize(8)).blend(Blend.off());
  }

  @Test
  @DisplayName("without an engine on the class path says which dependency to add")
  void noEngine() {
    assertThatThrownBy(() -> TinyData.quick().build().fit(dataset))
        .isInstanceOf(NoEngineException.class)
        .hasMessageContaining("io.hardgnn:hardgnn-tf");
  }

  @Test
  @DisplayName("saves the size of steps that data so small led to, and gets it again")
  void batchSize() {
    HardGNNConfig config =
        TinyData.quick()
            .training(run -> run.batchSize(1000).minSteps(1))
            .blend(Blend.off())
            .build()
            .config();
    try (HardGNNModel model = HardGNN.builder(config).build().fit(dataset, PLAIN)) {
      int used = model.config().training().batchSize();
      assertThat(used).isLessThanOrEqualTo(dataset.users().size() / 2).isGreaterThan(1);
      assertThat(model.config()).isEqualTo(config.trained(run -> run.batchSize(used).minSteps(1)));
      try (HardGNNModel again = HardGNN.builder(model.config()).build().fit(dataset, PLAIN)) {
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.history().get(0).steps()).isEqualTo(model.history().get(0).steps());
      }
    }
  }

  @Test
  @DisplayName("finds the engine that the class path offers as a service")
  void serviceLoader() {
    String engine =
        WithPlainEngine.onTheClassPath(
            folder,
            () -> {
              try (HardGNNModel model = TinyData.quick().build().fit(dataset)) {
                return model.provenance().engine();
              }
            });
    assertThat(engine).isEqualTo("plain 1");
  }

  @Test
  @DisplayName("hands the engine the training part alone, the settings and the options")
  void job() {
    HardGNN hardGnn = ofFewUsers().build();
    hardGnn.fit(dataset, PLAIN.resumable(folder.resolve("checkpoint"))).close();
    TrainingJob job = PlainEngine.LAST_JOB.get();
    assertThat(job.config()).isEqualTo(hardGnn.config().training());
    assertThat(job.data()).isSameAs(dataset.training());
    assertThat(job.checkpoint()).isEqualTo(folder.resolve("checkpoint"));
    assertThat(job.resume()).isTrue();
    assertThat(job.definition().encoderConfig()).isEqualTo(hardGnn.config().encoder());
    assertThat(job.definition().scoring()).isEqualTo(hardGnn.config().scoring());
    assertThat(job.definition().objective()).isEqualTo(hardGnn.config().objective());
    assertThat(job.threads()).isZero();
    hardGnn.fit(dataset, PLAIN.threads(3)).close();
    assertThat(PlainEngine.LAST_JOB.get().threads()).isEqualTo(3);
    assertThatThrownBy(() -> PLAIN.threads(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads is -1; allowed: 0 to 4096");
  }

  @Test
  @DisplayName("starts the items' biases at log(1 + training interactions) less their mean")
  void bias() {
    Sequences training = dataset.training().sequences();
    double[] counts = new double[dataset.items().size()];
    for (int position = 0; position < training.size(); position++) {
      counts[training.item(position)]++;
    }
    float[] bias = ModelFitter.centredLogPopularity(training);
    double sum = 0;
    for (int item = 0; item < bias.length; item++) {
      assertThat((double) bias[item] - bias[0])
          .isCloseTo(Math.log((1 + counts[item]) / (1 + counts[0])), within(1e-6));
      sum += bias[item];
    }
    assertThat(sum).isCloseTo(0, within(1e-5));
    HardGNN hardGnn = TinyData.quick().scoring(new Scoring.DotWithBias()).build();
    try (HardGNNModel model = hardGnn.fit(dataset, PLAIN)) {
      assertThat(model.parameters().parameters().get("item_bias").dims()).containsExactly(25);
    }
  }

  @Test
  @DisplayName("ends by an interrupt that comes while the blend is chosen; the thread stays so")
  void interruptedChoice() {
    FitOptions interrupted =
        PLAIN.listener(
            new TrainingListener() {
              @Override
              public void onEnd(int bestEpoch) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      assertThatThrownBy(() -> TinyData.quick().build().fit(dataset, interrupted))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("while the blend was chosen");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @DisplayName("measures epochs by full ranking on the validation items, of as many users as set")
  void validation() {
    // The network alone: that is what epochs are measured by.
    try (HardGNNModel model = TinyData.quick().blend(Blend.off()).build().fit(dataset, PLAIN)) {
      Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
      assertThat(model.history()).hasSize(2);
      assertThat(model.history().get(0).validation())
          .isEqualTo(model.evaluate(dataset.validation(), evaluator).full().asMap())
          .isEqualTo(model.provenance().validation());
    }
    try (HardGNNModel model =
        TinyData.quick()
            .training(run -> run.stopping(stopping -> stopping.validationUsers(5)))
            .blend(Blend.off())
            .build()
            .fit(dataset, PLAIN)) {
      Evaluator five = Evaluator.builder().protocols(Protocol.fullRanking()).maxUsers(5, 7).build();
      assertThat(model.history().get(0).validation())
          .isEqualTo(model.evaluate(dataset.validation(), five).full().asMap());
    }
  }

  @Test
  @DisplayName("on everything, nothing held out, takes the first blend there is, and says so")
  void nothingToChooseBy() {
    InteractionLog.Builder events = InteractionLog.builder();
    for (int user = 0; user < 20; user++) {
      for (int n = 0; n < 6; n++) {
        events.add("u" + user, "i" + (user + n) % 9, n);
      }
    }
    Dataset everything =
        DatasetBuilder.of(events.build())
            .minUserInteractions(1)
            .minItemInteractions(1)
            .holdOut(false)
            .build();
    String log =
        LogLines.of(
            () -> {
              try (HardGNNModel model = TinyData.quick().build().fit(everything, PLAIN)) {
                Blend blend = model.config().blend();
                assertThat(blend).isEqualTo(Blend.chosen().first());
                assertThat(blend.leavesChoice()).isFalse();
                assertThat(blend.weights().transition()).isPositive();
                assertThat(model.provenance().blended()).isEmpty();
                model.save(folder.resolve("model"));
              }
            });
    assertThat(log)
        .contains(
            "no user has a validation target", "all 2 epochs are trained", "transitions over");
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
      assertThat(loaded.config().blend()).isEqualTo(Blend.chosen().first());
    }
    Blend fixed = Blend.chosen().first().popularityWeights(0.7);
    String silent =
        LogLines.of(
            () -> {
              try (HardGNNModel model =
                  TinyData.quick().blend(fixed).build().fit(everything, PLAIN)) {
                assertThat(model.config().blend()).isEqualTo(fixed);
              }
            });
    assertThat(silent).doesNotContain("validation target");
  }

  @Test
  @DisplayName("tells every listener, in order")
  void listeners() {
    List<String> heard = new ArrayList<>();
    FitOptions options = PLAIN.listener(recorder("a", heard)).listener(recorder("b", heard));
    TinyData.quick().epochs(1).build().fit(dataset, options).close();
    assertThat(heard).containsExactly("a start", "b start", "a 1", "b 1", "a end", "b end");
  }

  private static TrainingListener recorder(String name, List<String> heard) {
    return new TrainingListener() {
      @Override
      public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
        heard.add(name + " start");
      }

      @Override
      public void onEpoch(EpochReport report) {
        heard.add(name + " " + report.epoch());
      }

      @Override
      public void onEnd(int bestEpoch) {
        heard.add(name + " end");
      }
    };
  }

  @Test
  @DisplayName("records where the model comes from")
  void provenance() {
    Instant before = Instant.now().minusSeconds(1);
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      Provenance provenance = model.provenance();
      assertThat(provenance.engine()).isEqualTo("plain 1");
      assertThat(provenance.libraryVersion()).isNotBlank();
      assertThat(provenance.datasetFingerprint()).isEqualTo(dataset.fingerprint());
      assertThat(provenance.dataset().interactions())
          .isEqualTo(dataset.statistics().interactions());
      assertThat(provenance.seed()).isEqualTo(7);
      assertThat(provenance.bestEpoch()).isEqualTo(1);
      assertThat(Instant.parse(provenance.createdAt())).isBetween(before, Instant.now());
    }
  }

  /** An application's own encoder: the embedding of the newest item. */
  private record LastItem(int d, int items) implements Encoder {
    @Override
    public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
      Expr table = ops.parameter("my_items", Shape.of(items, d), Initializer.normal(0.1));
      NodeEmbeddings.CatalogueEmbedder rows =
          some -> some == null ? table : ops.gather(table, some);
      return new NodeEmbeddings(
          null, rows.embed(nodes.items()), IntervalEmbeddings.NONE, IntervalEmbeddings.NONE, rows);
    }

    @Override
    public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
      Expr embedded = ops.gather(itemTable, sequences.items());
      Expr last =
          ops.reshape(
              ops.tail(embedded, 1, io.hardgnn.ops.Dim.ONE), Shape.of(sequences.batch(), d));
      return new SequenceEmbeddings(last, embedded);
    }
  }

  /** Its settings. */
  record Last(int embeddingDim, int historyLength) implements EncoderConfig {
    @Override
    public String kind() {
      return "last_item";
    }

    @Override
    public Last embeddingDim(int size) {
      return new Last(size, historyLength);
    }

    @Override
    public Set<Gives> gives() {
      return Set.of(Gives.SEQUENCES, Gives.POSITIONS);
    }

    @Override
    public Encoder encoder(int userCount, int itemCount) {
      return new LastItem(embeddingDim, itemCount);
    }
  }

  @Test
  @DisplayName("trains an encoder of the application's own, and a saved model asks for it")
  void ownEncoder() {
    HardGNN hardGnn = ofFewUsers().encoder(new Last(8, 10)).build();
    try (HardGNNModel model = hardGnn.fit(dataset, PLAIN)) {
      assertThat(model.parameters().parameters()).containsOnlyKeys("my_items", "item_bias");
      model.save(folder.resolve("model"));
    }
    assertThatThrownBy(() -> HardGNNModel.load(folder.resolve("model")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("there is no kind 'last_item'")
        .hasMessageContaining("handed over");
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"), new Last(1, 1))) {
      assertThat(loaded.config()).isEqualTo(hardGnn.config());
      assertThat(loaded.parameters().parameters()).containsOnlyKeys("my_items", "item_bias");
    }
  }

  /** A loss of the application's own. */
  record Norm() implements Loss {
    @Override
    public String kind() {
      return "norm";
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.sumAll(ops.square(forward.userVectors()));
    }
  }

  @Test
  @DisplayName("adds a loss of the application's own to the objective, or takes a whole objective")
  void ownLoss() {
    TinyData.quick().loss(new Norm(), 0.5).build().fit(dataset, PLAIN).close();
    assertThat(terms()).containsExactly("softmax", "norm");
    TinyData.quick()
        .objective(new Objective(new Targets.EveryPosition(), new Norm()))
        .build()
        .toBuilder()
        .epochs(1)
        .build()
        .fit(dataset, PLAIN)
        .close();
    assertThat(terms()).containsExactly("norm");
    assertThatThrownBy(() -> TinyData.quick().embeddingDim(0).loss(new Norm(), Double.NaN).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("embeddingDim")
        .hasMessageContaining("objective.norm.weight is NaN");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"total", "softmax"})
  @DisplayName("refuses an own loss by the name of the main one or of the weighted sum")
  void nameOfAnother(String name) {
    assertThatThrownBy(() -> TinyData.quick().loss(new Constant(name), 1).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("'" + name + "'");
  }

  /** A loss with parameters of its own. */
  record Scaled() implements Loss {
    @Override
    public String kind() {
      return "own";
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.sumAll(ops.parameter("own.scale", Shape.of(3), Initializer.ones()));
    }
  }

  @Test
  @DisplayName("regularises the parameters of own losses with all others")
  void ownParameters() {
    TinyData.quick()
        .loss(new L2Regularization(), 0.1)
        .loss(new Scaled(), 1)
        .build()
        .fit(dataset, PLAIN)
        .close();
    assertThat(terms()).endsWith("own", "l2");
  }

  /** A term of which only the name matters. */
  record Constant(String kind) implements Loss {
    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.constant(1);
    }
  }

  /** A sampler of the application's own: the easiest negatives. */
  record Easiest() implements Sampler {
    @Override
    public String kind() {
      return "easiest";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      Expr easy = candidates.exclude(ops, ops.neg(candidates.scores(ops)));
      HardNegatives chosen = HardNegatives.hardest(ops, easy, count);
      return new Chosen(candidates.vectors(ops, chosen.rows()), chosen.present());
    }
  }

  @Test
  @DisplayName("takes a sampler of the application's own without an objective of its own")
  void ownSampler() {
    HardGNN hardGnn = ofFewUsers().hardNegatives(2, new Easiest()).build();
    hardGnn.fit(dataset, PLAIN).save(folder.resolve("model"));
    assertThat(terms()).containsExactly("softmax", "info_nce");
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"), new Easiest())) {
      assertThat(loaded.config()).isEqualTo(hardGnn.config());
    }
  }

  private static Set<String> terms() {
    return PlainEngine.LAST_JOB
        .get()
        .definition()
        .trainingStep(new ShapeOps())
        .unweighted()
        .keySet();
  }

  @Test
  @DisplayName(
      "names what is null before anything is built, and gives results that nobody can change")
  void door() {
    HardGNN hardGnn = TinyData.quick().build();
    assertThatNullPointerException().isThrownBy(() -> hardGnn.fit(null)).withMessage("dataset");
    assertThatNullPointerException()
        .isThrownBy(() -> hardGnn.fit(dataset, (TrainingListener) null))
        .withMessage("listener");
    assertThatNullPointerException()
        .isThrownBy(() -> hardGnn.fit(dataset, (FitOptions) null))
        .withMessage("options");
    try (HardGNNModel model = hardGnn.fit(dataset, PLAIN)) {
      assertThatThrownBy(() -> model.parameters().parameters().remove("item_embedding"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
