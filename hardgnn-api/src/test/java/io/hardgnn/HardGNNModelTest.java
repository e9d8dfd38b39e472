package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.Evidence;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.internal.store.ModelFiles;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactException.Reason;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A trained model")
class HardGNNModelTest {

  private static final FitOptions PLAIN = FitOptions.defaults().engine(new PlainEngine());

  @TempDir Path folder;

  private final Dataset dataset = TinyData.dataset();

  @ParameterizedTest(name = "{0}")
  @MethodSource("presets")
  @DisplayName("of any preset comes back from its directory as it was saved")
  void savedAndLoaded(String preset) {
    HardGNN hardGnn = HardGNN.builder(Presets.byName(preset)).epochs(2).build();
    try (HardGNNModel model = hardGnn.fit(dataset, PLAIN)) {
      model.save(folder.resolve("model"));
      try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
        assertThat(loaded.config()).isEqualTo(model.config());
        assertThat(loaded.users()).isEqualTo(dataset.users());
        assertThat(loaded.items()).isEqualTo(dataset.items());
        assertThat(loaded.provenance()).isEqualTo(model.provenance());
        assertThat(loaded.history()).isEqualTo(model.history());
        assertSame(loaded.evidence(), model.evidence());
        assertThat(loaded.parameters().bestEpoch()).isEqualTo(model.parameters().bestEpoch());
        assertSame(loaded.parameters().itemTable(), model.parameters().itemTable());
        assertThat(loaded.parameters().parameters().keySet())
            .isEqualTo(model.parameters().parameters().keySet());
        model
            .parameters()
            .parameters()
            .forEach(
                (name, value) -> assertSame(loaded.parameters().parameters().get(name), value));
        boolean embedsUsers = model.config().encoder().gives().contains(Gives.USERS);
        assertThat(loaded.parameters().userTable() != null).isEqualTo(embedsUsers);
        for (int user = 0; user < dataset.users().size(); user++) {
          assertThat(loaded.interactions().itemsOf(user)).isEqualTo(dataset.all().itemsOf(user));
          assertThat(loaded.interactions().timestamp(loaded.interactions().start(user)))
              .isEqualTo(dataset.all().timestamp(dataset.all().start(user)));
        }
      }
    }
  }

  static Set<String> presets() {
    return Presets.names();
  }

  private static String without(String json, String holder, String property) {
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      assertThat(((ObjectNode) tree.at(holder)).remove(property)).isNotNull();
      return tree.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSame(@Nullable Evidence actual, @Nullable Evidence expected) {
    assertThat(actual == null).isEqualTo(expected == null);
    if (actual != null && expected != null) {
      assertThat(actual.transitions()).isEqualTo(expected.transitions());
      assertThat(actual.popularity()).isEqualTo(expected.popularity());
    }
  }

  @Test
  @DisplayName("counts nothing that is held out, and says what the counts were worth")
  void evidence() {
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      Blend blend = model.config().blend();
      assertSame(model.evidence(), Evidence.of(blend, dataset.training().sequences().items()));
      assertThat(model.evidence().transitions())
          .isNotEqualTo(Evidence.of(blend, dataset.all().items()).transitions());
      assertThat(blend.leavesChoice()).isFalse();
      assertThat(model.provenance().blended()).containsOnlyKeys("network", "blended");
      assertThat(model.provenance().blended().get("blended"))
          .isGreaterThanOrEqualTo(model.provenance().blended().get("network"));
    }
    HardGNN alone = TinyData.quick().blend(Blend.off()).build();
    try (HardGNNModel model = alone.fit(dataset, PLAIN)) {
      assertThat(model.evidence()).isNull();
      assertThat(model.provenance().blended()).isEmpty();
    }
  }

  @Test
  @DisplayName("saved before there were blends and whole histories has none")
  void savedBeforeBlends() throws IOException {
    ResidualGraph encoder = TinyData.encoder().feedForward(1).positions(PositionEncoding.LEARNED);
    HardGNN earlier =
        TinyData.quick().blend(Blend.off()).encoder(encoder).scoring(new Scoring.Cosine()).build();
    try (HardGNNModel model = earlier.fit(dataset, PLAIN)) {
      model.save(folder.resolve("model"));
    }
    alter("model.json", text -> without(text, "/config", "blend"));
    alter("model.json", text -> without(text, "/config/training", "averagedEpochs"));
    alter("model.json", text -> without(text, "/config/training", "minSteps"));
    alter("model.json", text -> without(text, "/config/encoder", "feedForward"));
    alter("model.json", text -> without(text, "/config/encoder", "positions"));
    alter("model.json", text -> without(text, "/config/encoder", "gated"));
    alter("model.json", text -> without(text, "/config/encoder", "timeGaps"));
    alter("model.json", text -> without(text, "/config/objective/main", "hardNegatives"));
    alter("model.json", text -> without(text, "/config/objective/targets", "wholeHistory"));
    alter("model.json", text -> without(text, "/config/objective/targets", "overlap"));
    alter("model.json", text -> without(text, "/config/objective/targets", "equalWeights"));
    alter("model.json", text -> without(text, "/config/scoring", "itemBias"));
    alter("provenance.json", text -> without(text, "/provenance", "blended"));
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
      assertThat(loaded.config().blend()).isEqualTo(Blend.off());
      assertThat(loaded.config().objective().targets())
          .isEqualTo(new Targets.EveryPosition(false, 0, false));
      assertThat(loaded.config().objective().main()).isEqualTo(new SampledSoftmax(4096));
      assertThat(loaded.config().training().averagedEpochs()).isZero();
      assertThat(loaded.config().training().minSteps()).isZero();
      assertThat(loaded.config().encoder()).isEqualTo(encoder);
      assertThat(loaded.provenance().blended()).isEmpty();
    }
  }

  private static void assertSame(HostTensor actual, HostTensor expected) {
    assertThat(actual.dims()).isEqualTo(expected.dims());
    assertThat(actual.floats()).isEqualTo(expected.floats());
  }

  @Test
  @DisplayName("has the metrics on test that its engine's scores give, before and after saving")
  void evaluates() {
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      EvaluationResult before = model.evaluate(dataset);
      assertThat(before).isEqualTo(model.evaluate(dataset.test()));
      assertThat(before.users()).isEqualTo(dataset.users().size());
      model.save(folder.resolve("model"));
      EvaluationResult after =
          WithPlainEngine.onTheClassPath(
              folder,
              () -> {
                try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
                  return loaded.evaluate(dataset);
                }
              });
      assertThat(after).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("frees its scorer when it is closed, and then refuses to evaluate, not to save")
  void closes() {
    int open = PlainEngine.OPEN_SCORERS.get();
    HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN);
    model.evaluate(dataset);
    assertThat(PlainEngine.OPEN_SCORERS.get()).isEqualTo(open + 1);
    model.close();
    model.close();
    assertThat(PlainEngine.OPEN_SCORERS.get()).isEqualTo(open);
    assertThatThrownBy(() -> model.evaluate(dataset)).isInstanceOf(IllegalStateException.class);
    model.save(folder.resolve("model"));
    HardGNNModel.load(folder.resolve("model")).close();
  }

  @Test
  @DisplayName("refuses to be evaluated on a dataset with other ids")
  void otherDataset() {
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      assertThatThrownBy(() -> model.evaluate(TinyData.dataset(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("users or items are not those the model was trained with");
    }
  }

  @Test
  @DisplayName("refuses to be evaluated on another split of its data, whose test it may have seen")
  void otherSplit() {
    Dataset whole = TinyData.builder(1).holdOut(false).build();
    assertThat(whole.items()).isEqualTo(dataset.items());
    try (HardGNNModel model = TinyData.quick().build().fit(whole, PLAIN)) {
      assertThatThrownBy(() -> model.evaluate(dataset))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("may have been trained on what it holds out");
      assertThat(model.evaluate(dataset.test()).full().ndcg(10)).isBetween(0.0, 1.0);
    }
  }

  @Test
  @DisplayName("loads without a training engine")
  void loadsWithoutEngine() {
    saved();
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
      assertThat(loaded.items().size()).isEqualTo(25);
      assertThatThrownBy(() -> loaded.evaluate(dataset))
          .isInstanceOf(NoEngineException.class)
          .hasMessageContaining("io.hardgnn:hardgnn-tf");
    }
  }

  private void saved() {
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      model.save(folder.resolve("model"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "weights.safetensors",
        "tables.safetensors",
        "interactions.safetensors",
        "model.json",
        "vocabulary.json",
        "provenance.json"
      })
  @DisplayName("with a file that was cut short is not loaded")
  void truncated(String name) throws IOException {
    saved();
    Path file = version().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(Reason.CORRUPT, name);
  }

  @Test
  @DisplayName("with numbers that are not finite is not loaded, though its checksums are right")
  void notFinite() {
    try (HardGNNModel model = TinyData.quick().build().fit(dataset, PLAIN)) {
      model.parameters().itemTable().floats()[3] = Float.NaN;
      model.save(folder.resolve("model"));
    }
    assertRefused(Reason.CORRUPT, "tensor \"items\" holds NaN at element 3");
  }

  @ParameterizedTest(name = "{0} in place of {1}")
  @CsvSource({
    "'\"embeddingDim\": 16', '\"embeddingDim\": 8', item_embedding",
    "'\"embeddingDim\": 0', '\"embeddingDim\": 8', embeddingDim",
    "'\"kind\": \"residual_grap\"', '\"kind\": \"residual_graph\"', residual_graph"
  })
  @DisplayName(
      "whose settings are not those of its weights is not loaded, though its checksums are right")
  void otherSettings(String now, String before, String message) throws IOException {
    saved();
    alter("model.json", json -> replaced(json, before, now));
    assertRefused(Reason.CORRUPT, message);
  }

  @Test
  @DisplayName("with a setting of no shape is not loaded, and the message names the file's line")
  void lineOfASetting() throws IOException {
    saved();
    alter("model.json", json -> replaced(json, "\"embeddingDim\": 8", "\"embeddingDim\": \"8\""));
    List<String> lines = Files.readAllLines(version().resolve("model.json"));
    int line = 0;
    while (!lines.get(line).contains("\"embeddingDim\": \"8\"")) {
      line++;
    }
    assertRefused(
        Reason.CORRUPT,
        ", line " + (line + 1) + ", column",
        "\"config.encoder.embeddingDim\": must be a whole number (int), but is \"8\"");
  }

  @Test
  @Tag("thorough") // reads 600,000 ids
  @DisplayName("whose tables no array could hold is not loaded, though its checksums are right")
  void largeTables() throws IOException {
    saved();
    alter("model.json", json -> replaced(json, "\"embeddingDim\": 8", "\"embeddingDim\": 4096"));
    String more =
        IntStream.range(0, 600_000).mapToObj(i -> ",\"" + i + "\"").collect(Collectors.joining());
    alter("vocabulary.json", json -> json.replaceFirst("(?s)]}\\s*$", more + "]}"));
    assertRefused(Reason.CORRUPT, "model.json: does not fit vocabulary.json: embeddingDim");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "createdAt, '\"yesterday\"', createdAt is 'yesterday'",
    "begin, '\"2001\"', begin is '2001'",
    "bestEpoch, -1, bestEpoch is -1",
    "bestEpoch, 1000000, bestEpoch is 1000000",
    "interactions, -5, interactions is -5"
  })
  @DisplayName("that says of itself what cannot be is not loaded, though its checksums are right")
  void impossibleProvenance(String property, String value, String message) throws IOException {
    saved();
    alter(
        "provenance.json",
        text -> text.replaceFirst("(\"" + property + "\": )(\"[^\"]*\"|-?\\d+)", "$1" + value));
    assertRefused(Reason.CORRUPT, message);
  }

  @Test
  @DisplayName(
      "whose vocabulary goes on after its object, or is of another encoding, is not loaded")
  void strictVocabulary() throws IOException {
    saved();
    alter("vocabulary.json", text -> text + "{}");
    assertRefused(Reason.CORRUPT, "has { where its end was expected");
    saved();
    alter("vocabulary.json", text -> "\uFEFF" + text);
    assertRefused(Reason.CORRUPT, "vocabulary.json");
    for (String encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      saved();
      alter("vocabulary.json", UnaryOperator.identity(), Charset.forName(encoding));
      assertRefused(Reason.CORRUPT, "vocabulary.json: is not UTF-8 text");
      saved(); // letters alone with zeros between are UTF-8, too
      alter("vocabulary.json", text -> text.replace('Ä', 'A'), Charset.forName(encoding));
      assertRefused(Reason.CORRUPT, "vocabulary.json");
    }
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
    "provenance.json, provenance",
    "provenance.json, history",
    "provenance.json, engine",
    "provenance.json, datasetFingerprint",
    "provenance.json, dataset",
    "provenance.json, begin",
    "provenance.json, validation",
    "provenance.json, terms",
    "provenance.json, softmax",
    "provenance.json, NDCG@10",
    "model.json, attention",
    "model.json, targets"
  })
  @DisplayName("with null where a value belongs is not loaded, though its checksums are right")
  void nulls(String file, String property) throws IOException {
    saved();
    alter(file, text -> withNull(text, property));
    assertRefused(Reason.CORRUPT, property + " is null");
    assertRefused(Reason.CORRUPT, file);
  }

  @Test
  @DisplayName("of the form of an earlier version is refused with one sentence")
  void earlierForm() throws IOException {
    saved();
    alter(
        "model.json",
        json -> "{\"config\": {\"model\": {\"encoder\": \"SELF_GNN\"}}, \"customEncoder\": null}");
    assertRefused(Reason.CORRUPT, "the settings are in the form of an earlier version");
  }

  private static String withNull(String text, String property) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode json = mapper.readTree(text);
      ((ObjectNode) json.findParent(property)).putNull(property);
      return mapper.writeValueAsString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String replaced(String text, String before, String now) {
    assertThat(text).contains(before);
    return text.replace(before, now);
  }

  /** The directory in which the files of the saved model lie. */
  private Path version() {
    return ArtifactDirectory.open(folder.resolve("model"), ModelFiles.FORMAT).directory();
  }

  /** Changes a file of the model as somebody would who keeps its checksums right. */
  private void alter(String name, UnaryOperator<String> change) throws IOException {
    alter(name, change, StandardCharsets.UTF_8);
  }

  private void alter(String name, UnaryOperator<String> change, Charset encoding)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    ArtifactDirectory saved = ArtifactDirectory.open(folder.resolve("model"), ModelFiles.FORMAT);
    for (String each : saved.files()) {
      files.put(each, Files.readAllBytes(saved.path(each)));
    }
    String text = new String(files.get(name), StandardCharsets.UTF_8);
    files.put(name, change.apply(text).getBytes(encoding));
    ArtifactDirectory.write(
        folder.resolve("model"),
        ModelFiles.FORMAT,
        out -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            out.stream(file.getKey(), stream -> stream.write(file.getValue()));
          }
        });
  }

  @Test
  @DisplayName("of a newer release is not loaded")
  void newer() throws IOException {
    saved();
    Path manifest = version().resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"version\": 1", "\"version\": 2"));
    assertRefused(Reason.NEWER_VERSION, "use a newer release");
  }

  @Test
  @DisplayName("is not looked for in a directory that is not there, or that is none of ours")
  void missing() {
    assertThatThrownBy(() -> HardGNNModel.load(folder.resolve("nothing")))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    ArtifactDirectory.write(
        folder.resolve("model"),
        ArtifactFormat.of("hardgnn-onnx", 1),
        out -> out.json("a.json", List.of()));
    assertRefused(Reason.WRONG_FORMAT, "hardgnn-onnx");
  }

  private void assertRefused(Reason reason, String... message) {
    assertThatThrownBy(() -> HardGNNModel.load(folder.resolve("model")))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContainingAll(message);
  }
}
