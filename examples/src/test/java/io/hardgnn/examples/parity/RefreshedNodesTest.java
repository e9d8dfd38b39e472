package io.hardgnn.examples.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.ModelProbe;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.io.Safetensors;
import io.hardgnn.io.TensorData;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.RefreshReport;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import io.hardgnn.tf.TfTrainingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A refreshed bundle has the vectors of the engine's node phase on the same graph")
class RefreshedNodesTest {

  private static final double TOLERANCE = 1e-4;
  private static final int USERS = 120;
  private static final int ITEMS = 60;
  private static final long SEED = 20_261_126;

  @TempDir private Path folder;

  static List<HardGNNConfig> models() {
    HardGNNConfig pairs =
        HardGNNConfig.of(new LightGcn(16, 2, 20))
            .scoredBy(new Scoring.Dot())
            .predicting(new Targets.EveryInteraction())
            .minimising(new BayesianPersonalizedRanking());
    return List.of(
        Presets.standard().encoder(new ResidualGraph().embeddingDim(16).historyLength(20)),
        pairs,
        pairs.encoder(new Ngcf(16, 3, 20, 0.1)),
        Presets.paper().encoder(new SelfGnn().embeddingDim(16).intervals(3)));
  }

  /** Events in the order of time: the last seventh has new users and a new item. */
  private static InteractionLog log(int fromDay, int toDay) {
    SplittableRandom random = new SplittableRandom(SEED);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int day = 0; day < toDay; day++) {
      for (int event = 0; event < 400; event++) {
        boolean late = day >= 6;
        int user = random.nextInt(late ? USERS + 10 : USERS);
        int item = (user % 6 * 10 + random.nextInt(12)) % ITEMS;
        String id = late && random.nextInt(20) == 0 ? "new" : "i" + item;
        if (day >= fromDay) {
          log.add("u" + user, id, 1_000_000L * day + 1_000L * event);
        }
      }
    }
    return log.build();
  }

  private static Dataset everything(InteractionLog log) {
    return DatasetBuilder.of(log)
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1)
        .holdOut(false)
        .build();
  }

  @ParameterizedTest
  @MethodSource("models")
  @DisplayName("with no new event and with many")
  void agrees(HardGNNConfig config) throws IOException {
    HardGNN hardGnn =
        HardGNN.builder(config).epochs(1).training(run -> run.usersPerEpoch(USERS)).build();
    Path bundle = folder.resolve("bundle");
    Path again = folder.resolve("again");
    Path fresh = folder.resolve("fresh");
    try (HardGNNModel model = hardGnn.fit(everything(log(0, 6)))) {
      OnnxExporter.export(model, bundle);
      InteractionLog nothing = InteractionLog.builder().build();
      RefreshReport none = BundleRefresher.defaults().refresh(bundle, nothing, again);
      assertThat(none.propagated()).isTrue();
      assertThat(none.events()).isZero();
      try (OnnxRecommender before = OnnxRecommender.open(bundle);
          OnnxRecommender after = OnnxRecommender.open(again)) {
        for (String item : before.items().ids()) {
          assertClose(
              after.itemEmbedding(item).orElseThrow(), before.itemEmbedding(item).orElseThrow());
        }
        for (String user : before.users().ids()) {
          assertClose(
              after.userEmbedding(user).orElseThrow(), before.userEmbedding(user).orElseThrow());
        }
      }
      RefreshReport report =
          BundleRefresher.defaults().itemInteractions(1).refresh(bundle, log(6, 7), fresh);
      assertThat(report.propagated()).isTrue();
      assertThat(report.newUsers()).isPositive();
      assertThat(report.newItems()).isEqualTo(1);
      assertAgrees(config, everything(log(0, 7)), parameters(fresh), bundle, fresh);
    }
  }

  private static void assertAgrees(
      HardGNNConfig config,
      Dataset all,
      Map<String, HostTensor> nodeParameters,
      Path before,
      Path fresh)
      throws IOException {
    ModelDefinition definition =
        ModelDefinition.of(
            config.encoder(),
            config.scoring(),
            config.objective(),
            all.users().size(),
            new float[all.items().size()]);
    TrainedParameters trained =
        new TrainedParameters(nodeParameters, HostTensor.of(new float[0], 0), null, List.of(), 1);
    Map<String, HostTensor> feeds =
        new HashMap<>(new BatchSource(definition, config.training(), all.training()).wholeGraphs());
    feeds.put(StepInputs.NODE_ITEMS, range(all.items().size()));
    feeds.put(StepInputs.NODE_USERS, range(all.users().size()));
    Map<String, HostTensor> engine;
    try (ModelProbe probe =
        new TfTrainingEngine()
            .probe(
                trained,
                ops -> {
                  NodeEmbeddings nodes = definition.nodeTables(ops);
                  Map<String, Expr> values = new LinkedHashMap<>();
                  values.put("items", definition.itemVectors(ops, nodes.items()));
                  if (nodes.users() != null) {
                    values.put("users", nodes.users());
                  }
                  return values;
                })) {
      engine = probe.run(feeds);
    }
    float[] items = value(engine, "items");
    int d = definition.embeddingDim();
    double moved = 0;
    try (OnnxRecommender old = OnnxRecommender.open(before);
        OnnxRecommender recommender = OnnxRecommender.open(fresh)) {
      assertThat(recommender.items().ids()).isEqualTo(all.items().ids());
      assertThat(recommender.users().ids()).isEqualTo(all.users().ids());
      for (int item = 0; item < all.items().size(); item++) {
        float[] vector = recommender.itemEmbedding(all.items().id(item)).orElseThrow();
        for (int i = 0; i < d; i++) {
          assertThat(vector[i]).isCloseTo(items[item * d + i], within((float) TOLERANCE));
          if (item < old.items().size()) {
            float was = old.itemEmbedding(all.items().id(item)).orElseThrow()[i];
            moved = Math.max(moved, Math.abs(was - vector[i]));
          }
        }
      }
      assertThat(moved).as("vectors of known items are fresh").isGreaterThan(10 * TOLERANCE);
      if (engine.containsKey("users")) {
        float[] users = value(engine, "users");
        float[] kept = floats(fresh, "user_vector.f32");
        assertThat(kept).hasSameSizeAs(users);
        for (int i = 0; i < users.length; i++) {
          assertThat(kept[i]).isCloseTo(users[i], within((float) TOLERANCE));
        }
      }
    }
  }

  private static float[] value(Map<String, HostTensor> values, String name) {
    @Nullable HostTensor value = values.get(name);
    assertThat(value).as(name).isNotNull();
    return value.floats();
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).usingComparatorWithPrecision((float) TOLERANCE).containsExactly(expected);
  }

  private static HostTensor range(int count) {
    return HostTensor.of(IntStream.range(0, count).toArray(), count);
  }

  private static Path version(Path bundle) throws IOException {
    return bundle.resolve(Files.readString(bundle.resolve("current")).strip());
  }

  private static float[] floats(Path bundle, String file) throws IOException {
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.wrap(Files.readAllBytes(version(bundle).resolve(file)))
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** Reads the parameters that the refreshed bundle keeps, with the rows of new users and items. */
  private static Map<String, HostTensor> parameters(Path bundle) throws IOException {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    Map<String, TensorData> tensors =
        Safetensors.read(version(bundle).resolve("node_parameters.safetensors")).tensors();
    tensors.forEach(
        (name, value) -> {
          if (name.startsWith("parameter.")) {
            parameters.put(
                name.substring("parameter.".length()),
                HostTensor.of(value.floats(), value.shape()));
          }
        });
    return parameters;
  }
}
