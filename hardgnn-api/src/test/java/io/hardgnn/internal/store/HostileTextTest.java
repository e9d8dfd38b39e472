package io.hardgnn.internal.store;

import static io.hardgnn.data.HostileText.JSON;
import static io.hardgnn.data.HostileText.JSON_NAME;
import static io.hardgnn.data.HostileText.LINES;
import static io.hardgnn.data.HostileText.assertFitMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.UnknownIdException;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.io.Required;
import io.hardgnn.io.Safetensors;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName(
    "A megabyte of text with escapes and line breaks leaves a short message in one line, when it is")
class HostileTextTest {

  record Part(int size, TensorType type) {}

  record Whole(Part part, Map<String, String> texts) {
    Whole {
      texts = Required.map("texts", texts);
    }
  }

  private static final ArtifactFormat FORMAT = ArtifactFormat.of("test", 1, "a.json");

  @TempDir private Path folder;

  @Test
  @DisplayName("an id that a model is asked about, and the exception still holds all of it")
  void unknownId() {
    UnknownIdException user = UnknownIdException.user(LINES, 3);
    assertFitMessage(
        () -> {
          throw user;
        },
        "user 'evil\\r\\nERROR forged",
        "none of the 3 users");
    assertThat(user.id()).isEqualTo(LINES);
    assertFitMessage(
        () -> {
          throw UnknownIdException.item(LINES, 4);
        },
        "none of the 4 items");
    assertThat(UnknownIdException.user("alice", 3)).hasMessageStartingWith("user 'alice' is none");
  }

  @Test
  @DisplayName("a name given for a preset, a metric or a file, or the kind of an encoder")
  void names() {
    assertFitMessage(() -> Presets.byName(LINES), "no preset is named 'evil", "gowalla");
    assertFitMessage(() -> Metric.parse(LINES), "unknown metric 'evil", "NDCG@10");
    assertFitMessage(() -> ArtifactFormat.of("test", 1, LINES), "\"evil", "at most 100 letters");
    String settings = Presets.standard().toJson().replace("residual_graph", JSON);
    assertFitMessage(() -> HardGNNConfig.fromJson(settings), "there is no kind 'evil", "self_gnn");
  }

  private static void assertJson(String text, String... mentions) {
    Throwable failure =
        assertFitMessage(() -> Json.parse(text, Whole.class, "test.json"), mentions);
    assertThat(failure).isInstanceOf(JsonException.class).hasMessageStartingWith("test.json");
  }

  @Test
  @DisplayName("a property or a value in JSON")
  void json() {
    String part = "{\"part\": {\"size\": 1, \"type\": \"F32\"}, \"texts\": {}}";
    assertThat(Json.parse(part, Whole.class, "test.json").part().size()).isEqualTo(1);
    assertJson(
        part.replace("size", JSON_NAME), "line 1, column", "unknown property \"part.evil", "size");
    assertJson(part.replace("1", "\"" + JSON + "\""), "\"part.size\": must be a whole number");
    assertJson(part.replace("F32", JSON), "\"part.type\": \"evil", "is not one of [F32");
    assertJson(part.replace("{}", "{\"" + JSON_NAME + "\": null}"), "texts.evil", "is null");
    assertJson(
        part.replace("{}", "{\"" + JSON_NAME + "\": \"\", \"" + JSON_NAME + "\": \"\"}"),
        "Duplicate");
    assertJson(part.replace("{}", "{\"" + JSON_NAME + "\": []}"), "line 1");
    assertJson(part.replace("{}", "evil" + "x".repeat(1_000_000)), "Unrecognized token");
  }

  private Path safetensors(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("w.safetensors"), bytes.putLong(text.length).put(text).array());
  }

  private void assertHeader(String header, String... mentions) throws IOException {
    Path file = safetensors(header, 0);
    Throwable failure = assertFitMessage(() -> Safetensors.read(file), mentions);
    assertThat(failure).isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("anything in the header of a safetensors file")
  void safetensors() throws IOException {
    String good = "{\"a\": {\"dtype\": \"I32\", \"shape\": [0], \"data_offsets\": [0, 0]}}";
    assertThat(Safetensors.read(safetensors(good, 0)).tensors()).containsOnlyKeys("a");
    assertHeader(good.replace("I32", JSON), "tensor \"a\" has dtype \"evil", "supported are [F32");
    assertHeader(good.replace("dtype", JSON_NAME), "tensor \"a\" has an unknown field \"evil");
    assertHeader(
        good.replace("\"a\"", "\"" + JSON_NAME + "\"").replace("[0]", "1"), "tensor \"evil");
    assertHeader(
        good.replace("\"a\"", "\"" + JSON_NAME + "\"").replace("0]}", "9]}"), "tensor \"evil");
    assertHeader("{\"__metadata__\": {\"" + JSON_NAME + "\": 1}}", "must be a string");
    assertHeader(
        "{\"__metadata__\": {\"" + JSON_NAME + "\": \"\", \"" + JSON_NAME + "\": \"\"}}",
        "\" twice");
    assertHeader("{\"a\": evil" + "x".repeat(1_000_000) + "}", "not valid JSON");
  }

  @Test
  @Tag("thorough") // writes a file of 250,000 tensors
  @DisplayName("the names of 250,000 tensors, where one is missing")
  void manyTensors() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    TensorData none = TensorData.ofInts(new int[0], 0);
    tensors.put(LINES.substring(0, 10_000), none);
    for (int i = 1; i < 250_000; i++) {
      tensors.put("t" + i, none);
    }
    Path file = folder.resolve("many.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      Safetensors.write(out, tensors, Map.of());
    }
    assertFitMessage(
        () -> Safetensors.read(file).get("weights"),
        "has no tensor \"weights\", only [evil",
        "t1, t2",
        "more]");
  }

  private Path artifact(String manifest) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("artifact"));
    Files.writeString(directory.resolve("manifest.json"), manifest);
    return directory;
  }

  @Test
  @DisplayName("anything in a manifest")
  void manifest() throws IOException {
    String sum = "{\"bytes\": 0, \"sha256\": \"" + "0".repeat(64) + "\"}";
    String good = "{\"format\": \"test\", \"version\": 1, \"files\": {\"a.json\": " + sum + "}}";
    assertFitMessage(() -> open(good.replace("test", JSON)), "holds evil", "where test was");
    assertFitMessage(() -> open(good.replace("1,", "\"" + JSON + "\",")), "\"version\" must be");
    assertFitMessage(() -> open(good.replace("a.json", JSON_NAME)), "lists \"evil", "at most 100");
    Path foreign = artifact(good.replace("test", JSON));
    assertFitMessage(
        () -> ArtifactDirectory.write(foreign, FORMAT, out -> {}),
        "holds evil",
        "no test is written");
  }

  private ArtifactDirectory open(String manifest) throws IOException {
    return ArtifactDirectory.open(artifact(manifest), FORMAT);
  }

  private Path vocabulary(String text) throws IOException {
    return Files.writeString(folder.resolve("vocabulary.json"), text);
  }

  @Test
  @DisplayName("an id or a name in the vocabulary of a model, which is damaged then")
  void vocabularyFile() throws IOException {
    for (String text :
        List.of(
            "{\"" + JSON_NAME + "\": []}",
            "{\"users\": [\"a\", \"" + JSON + "\"], \"items\": []}",
            "{\"users\": [\"evil\\n\", \"evil\\n\"], \"items\": []}",
            "{\"users\": [evil" + "x".repeat(1_000_000) + "], \"items\": []}")) {
      Path file = vocabulary(text);
      Throwable failure = assertFitMessage(() -> VocabularyFile.read(file), "line 1 ");
      assertThat(failure)
          .isInstanceOfSatisfying(
              ArtifactException.class,
              e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT));
    }
  }

  @Test
  @DisplayName("the path of a vocabulary that is not there, with what is wrong with it")
  void noVocabularyFile() {
    Path file = folder.resolve("vocabulary.json");
    assertThatThrownBy(() -> VocabularyFile.read(file))
        .hasMessage("cannot read " + file + ": " + file + " (NoSuchFileException)");
  }

  @Test
  @DisplayName("no longer than the longest id, and then it is saved and loaded")
  void longestIds() throws IOException {
    String controls = "\u0001".repeat(Vocabulary.MAX_ID_LENGTH); // six characters each in JSON
    String wide = "日".repeat(Vocabulary.MAX_ID_LENGTH);
    String pairs = "\uD83D\uDE00".repeat(Vocabulary.MAX_ID_LENGTH / 2);
    Vocabulary users = Vocabulary.of(List.of(controls, wide, pairs));
    Vocabulary items = Vocabulary.of(List.of("a"));
    Path file = folder.resolve("vocabulary.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      VocabularyFile.write(out, users, items);
    }
    assertThat(VocabularyFile.read(file)).isEqualTo(List.of(users, items));
  }

  @Test
  @DisplayName("one line in the name of a file that lies where an artifact is to be written")
  void otherFile() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("taken"));
    Files.createFile(directory.resolve("evil\u001b[2J\nforged"));
    assertFitMessage(
        () -> ArtifactDirectory.write(directory, FORMAT, out -> {}), "such as evil\\u001b[2J\\n");
  }
}
