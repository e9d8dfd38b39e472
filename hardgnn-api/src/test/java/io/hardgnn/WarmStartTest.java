package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.internal.fit.DeclaredParameters;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterSeed;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run that starts from a trained model")
class WarmStartTest {

  private static final FitOptions PLAIN = FitOptions.defaults().engine(new PlainEngine());
  private static final int D = 8;

  private final Dataset yesterday = TinyData.dataset();
  private final HardGNN hardGnn = TinyData.quick().build();
  private final HardGNNModel model = hardGnn.fit(yesterday, PLAIN);

  /** The events of yesterday in another order, and new ones; "new" follows "Ärtikel\t3" alone. */
  private static Dataset today() {
    InteractionLog.Builder log = InteractionLog.builder();
    List<String> later = List.of("Ärtikel\t3", "new", "Ärtikel\t4", "held out");
    for (int position = 0; position < later.size(); position++) {
      log.add("new user", later.get(position), 90_000_000L + position);
    }
    return prepared(log).build();
  }

  /** Prepares what is in a log, and after it what there was yesterday. */
  private static DatasetBuilder prepared(InteractionLog.Builder log) {
    Dataset before = TinyData.dataset();
    for (int user = before.users().size() - 1; user >= 0; user--) {
      for (int at = before.all().start(user); at < before.all().end(user); at++) {
        log.add(
            before.users().id(user),
            before.items().id(before.all().item(at)),
            before.all().timestamp(at));
      }
    }
    return DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1);
  }

  private Map<String, HostTensor> start(HardGNN settings, Dataset dataset, HardGNNModel from) {
    settings.fit(dataset, PLAIN.startFrom(from)).close();
    return PlainEngine.LAST_JOB.get().start();
  }

  private static float[] row(HostTensor table, int row) {
    int size = table.floats().length / table.dims()[0];
    return Arrays.copyOfRange(table.floats(), row * size, (row + 1) * size);
  }

  private HostTensor trained(String name) {
    return model.parameters().parameters().get(name);
  }

  @Test
  @DisplayName("on the same data starts from the very parameters of the model, closed or not")
  void same() {
    model.close();
    Map<String, HostTensor> start = start(hardGnn, yesterday, model);
    assertThat(start).containsOnlyKeys(model.parameters().parameters().keySet());
    start.forEach(
        (name, value) -> {
          assertThat(value.dims()).as(name).isEqualTo(trained(name).dims());
          assertThat(value.floats()).as(name).isEqualTo(trained(name).floats());
        });
  }

  @Test
  @DisplayName("warns where the model held nothing out and the data hold something out")
  void nothingHeldOut() {
    Dataset whole = prepared(InteractionLog.builder()).holdOut(false).build();
    String warning = "a model that held nothing out";
    try (HardGNNModel all = hardGnn.fit(whole, PLAIN)) {
      assertThat(LogLines.of(() -> start(hardGnn, yesterday, all))).contains(warning);
      assertThat(LogLines.of(() -> start(hardGnn, whole, all))).doesNotContain(warning);
    }
    assertThat(LogLines.of(() -> start(hardGnn, yesterday, model))).doesNotContain(warning);
  }

  @Test
  @DisplayName("without one starts everything afresh")
  void cold() {
    assertThat(PlainEngine.LAST_JOB.get().start()).isEmpty();
    assertThatNullPointerException().isThrownBy(() -> PLAIN.startFrom(null)).withMessage("model");
  }

  @Test
  @DisplayName("finds the rows of items by id, and other parameters by name")
  void rowsById() {
    Dataset today = today();
    Map<String, HostTensor> start = start(hardGnn, today, model);
    assertThat(today.items().ids()).isNotEqualTo(yesterday.items().ids());
    assertThat(start.get("item_embedding").dims()).containsExactly(27, D);
    for (String id : yesterday.items().ids()) {
      for (String name : List.of("item_embedding", "item_bias")) {
        assertThat(row(start.get(name), today.items().indexOf(id)))
            .as("%s of %s", name, id)
            .isEqualTo(row(trained(name), yesterday.items().indexOf(id)));
      }
    }
    assertThat(start.get("propagation.0.gain").floats())
        .isEqualTo(trained("propagation.0.gain").floats());
  }

  @Test
  @DisplayName("makes the row of a new item of its neighbours', or as usual where it has none")
  void newItems() {
    Dataset today = today();
    HostTensor start = start(hardGnn, today, model).get("item_embedding");
    assertThat(row(start, today.items().indexOf("new")))
        .containsExactly(
            row(trained("item_embedding"), yesterday.items().indexOf("Ärtikel\t3")), within(1e-6f));
    float[] usual =
        Initializer.normal(0.02)
            .values(start.floats().length, ParameterSeed.randomFor(7, "item_embedding"));
    int heldOut = today.items().indexOf("held out");
    assertThat(row(start, heldOut))
        .isEqualTo(Arrays.copyOfRange(usual, heldOut * D, (heldOut + 1) * D));
  }

  @Test
  @DisplayName("moves the usual bias of a new item by as much as training moved the others")
  void newBiases() {
    Dataset today = today();
    float[] start = start(hardGnn, today, model).get("item_bias").floats();
    float[] usual = ModelFitter.centredLogPopularity(today.training().sequences());
    double moved = 0;
    for (String id : yesterday.items().ids()) {
      int item = today.items().indexOf(id);
      moved += (start[item] - usual[item]) / yesterday.items().size();
    }
    for (String id : List.of("new", "held out")) {
      int item = today.items().indexOf(id);
      assertThat((double) start[item]).isCloseTo(usual[item] + moved, within(1e-5));
    }
  }

  @Test
  @DisplayName("finds the rows of users by id; new users start as usual")
  void users() {
    HardGNN factors = factors(D).build();
    HardGNNModel old = factors.fit(yesterday, PLAIN);
    Dataset today = today();
    HostTensor start = start(factors, today, old).get("user_embedding");
    HostTensor before = old.parameters().parameters().get("user_embedding");
    for (String id : yesterday.users().ids()) {
      assertThat(row(start, today.users().indexOf(id)))
          .isEqualTo(row(before, yesterday.users().indexOf(id)));
    }
    int user = today.users().indexOf("new user");
    float[] usual =
        new DeclaredUsers(factors, today).values(ParameterSeed.randomFor(7, "user_embedding"));
    assertThat(row(start, user)).isEqualTo(Arrays.copyOfRange(usual, user * D, (user + 1) * D));
  }

  @Test
  @DisplayName("starts users as usual whose row is zeros, of whom the model learned nothing")
  void unlearnedUsers() {
    HardGNN factors = factors(D).build();
    HardGNNModel old = factors.fit(yesterday, PLAIN);
    float[] before = old.parameters().parameters().get("user_embedding").floats();
    Arrays.fill(before, 2 * D, 3 * D, 0);
    assertThat(row(old.parameters().parameters().get("user_embedding"), 2)).containsOnly(0);
    HostTensor start = start(factors, yesterday, old).get("user_embedding");
    float[] usual =
        new DeclaredUsers(factors, yesterday).values(ParameterSeed.randomFor(7, "user_embedding"));
    assertThat(row(start, 2)).isEqualTo(Arrays.copyOfRange(usual, 2 * D, 3 * D));
    assertThat(row(start, 1)).isEqualTo(Arrays.copyOfRange(before, D, 2 * D));
  }

  /** The table of users as a run without a model starts it. */
  private record DeclaredUsers(HardGNN hardGnn, Dataset dataset) {
    float[] values(java.util.SplittableRandom random) {
      return DeclaredParameters.of(hardGnn.fitter(dataset, PLAIN).definition())
          .initializer("user_embedding")
          .values(dataset.users().size() * D, random);
    }
  }

  private static HardGNN.Builder factors(int d) {
    return HardGNN.builder(
            HardGNNConfig.of(new MatrixFactorization().embeddingDim(d))
                .scoredBy(new Scoring.Dot())
                .predicting(new Targets.EveryInteraction())
                .minimising(new BayesianPersonalizedRanking()))
        .epochs(1)
        .seed(7);
  }

  @Test
  @DisplayName("leaves out what a loss alone has and the model lacks, and takes it where it has it")
  void ofLosses() {
    HardGNN withLoss = TinyData.quick().loss(new ModelFitterTest.Scaled(), 1).build();
    assertThat(start(withLoss, yesterday, model)).doesNotContainKey("own.scale");
    HardGNNModel other = withLoss.fit(yesterday, PLAIN);
    assertThat(start(withLoss, yesterday, other).get("own.scale").floats())
        .isEqualTo(other.parameters().parameters().get("own.scale").floats());
    assertThat(start(hardGnn, yesterday, other)).doesNotContainKey("own.scale");
  }

  @Test
  @DisplayName("refuses another encoder, scoring or size of embeddings, and names all that differs")
  void otherParts() {
    refused(
        TinyData.quick().encoder(new Gru4Rec().embeddingDim(D)),
        "startFrom: encoder.kind is gru4rec, that of the model to start from residual_graph");
    refused(
        factors(4),
        "encoder.kind is matrix_factorization",
        "scoring.kind is dot, that of the model to start from dot_with_bias",
        "encoder.embeddingDim is 4, that of the model to start from 8");
    refused(TinyData.quick().embeddingDim(16), "encoder.embeddingDim is 16");
    refused(
        TinyData.quick().scoring(new Scoring.DotWithBias(true)), "scoring.scaleByRootDim is true");
  }

  @Test
  @DisplayName("refuses other layers and lengths, and names parameters and settings")
  void otherShapes() {
    ResidualGraph encoder = TinyData.encoder();
    refused(
        TinyData.quick().encoder(encoder.historyLength(20)),
        "has the shape [20, 8], in the model to start from [10, 8]",
        "encoder.historyLength is 20, that of the model to start from 10");
    refused(
        TinyData.quick().encoder(encoder.attentionLayers(3)),
        "the model to start from has no parameter",
        "encoder.attentionLayers is 3, that of the model to start from 2");
    refused(
        TinyData.quick().encoder(encoder.graphLayers(0)),
        "the parameter 'propagation.0.gain' of the model to start from has no place",
        "encoder.graphLayers is 0, that of the model to start from 1");
    refused(
        TinyData.quick().encoder(encoder.attention(a -> a.heads(4))),
        "encoder.attention.heads is 4, that of the model to start from "
            + encoder.attention().heads());
  }

  @Test
  @DisplayName("takes another rate of dropout, other losses and other settings of the run")
  void others() {
    HardGNN other =
        TinyData.quick()
            .encoder(TinyData.encoder().dropout(0.5))
            .hardNegatives(2)
            .training(run -> run.adam(adam -> adam.learningRate(1e-4)).batchSize(3))
            .build();
    assertThat(start(other, yesterday, model).get("item_embedding").floats())
        .isEqualTo(trained("item_embedding").floats());
  }

  @Test
  @DisplayName("refuses another number of layers that have no parameters of their own")
  void layersWithoutParameters() {
    HardGNN.Builder one = HardGNN.builder(Presets.byName("lightGcn")).embeddingDim(8).epochs(1);
    try (HardGNNModel before =
        one.encoder(new LightGcn().embeddingDim(8).layers(3)).build().fit(yesterday, PLAIN)) {
      HardGNN other = one.encoder(new LightGcn().embeddingDim(8).layers(1)).build();
      assertThatThrownBy(() -> other.fit(yesterday, PLAIN.startFrom(before)))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("encoder.layers is 1, that of the model to start from 3");
    }
  }

  @Test
  @DisplayName("refuses settings that compute something else of parameters of the same shapes")
  void otherComputations() {
    SelfGnn encoder = new SelfGnn().embeddingDim(8).intervals(2);
    HardGNN.Builder settings = HardGNN.builder(Presets.paper()).encoder(encoder).epochs(1);
    try (HardGNNModel before = settings.build().fit(yesterday, PLAIN)) {
      HardGNN other =
          settings
              .encoder(
                  encoder
                      .intervals(3)
                      .attention(attention -> attention.weights(AttentionWeights.EXP_EPSILON))
                      .fusion(fusion -> fusion.norm(IntervalNorm.JOINT)))
              .build();
      assertThatThrownBy(() -> other.fit(yesterday, PLAIN.startFrom(before)))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContainingAll(
              "encoder.propagation.intervals is 3",
              "encoder.attention.weights is",
              "encoder.fusion.norm is");
    }
  }

  private void refused(HardGNN.Builder settings, String... named) {
    assertThatThrownBy(() -> settings.build().fit(yesterday, PLAIN.startFrom(model)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(named);
  }
}
