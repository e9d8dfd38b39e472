package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hardgnn.HardGNNModel;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("From a CSV file to recommendations")
final class EndToEndTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path out;
  private static Console training;

  @BeforeAll
  static void train() throws IOException {
    data = SmallData.write(folder.resolve("events.csv"));
    out = folder.resolve("out");
    Path config =
        Files.writeString(
            folder.resolve("config.json"),
            "{\"encoder\": {\"embeddingDim\": 16}, \"training\": {\"batchSize\": 32, \"minSteps\": 0}}");
    training = train("--config", config.toString(), "--epochs", "2", "--seed", "5");
  }

  private static Console train(String... options) {
    return train(data, out, options);
  }

  private static Console train(Path data, Path out, String... options) {
    List<String> line =
        new ArrayList<>(List.of("--data", data.toString(), "--out", out.toString()));
    line.addAll(List.of(options));
    return Console.of(() -> TrainFromCsv.run(line.toArray(String[]::new)));
  }

  @Test
  @DisplayName("training ends well and prints the data and both tables")
  void prints() {
    assertThat(training.code()).as(training.err()).isZero();
    assertThat(training.out())
        .contains(
            "interactions",
            "full ranking",
            "1 + 999 sampled",
            "HardGNN",
            "transitions",
            "popularity");
    assertThat(training.err()).contains("epoch 1/2").contains("epoch 2/2");
  }

  @Test
  @DisplayName(
      "report.json has its keys, and settings in which the options lie over the file over the preset")
  void report() throws IOException {
    JsonNode report = JSON.readTree(out.resolve("report.json").toFile());
    assertThat(names(report))
        .containsExactly(
            "data",
            "config",
            "epochs",
            "secondsPerEpoch",
            "stepsPerEpoch",
            "peakRssMb",
            "blended",
            "test",
            "baselines");
    assertThat(names(report.get("data"))).containsExactly("users", "items", "interactions");
    assertThat(report.at("/data/users").asInt()).isEqualTo(SmallData.USERS);
    assertThat(report.at("/config/encoder/embeddingDim").asInt()).isEqualTo(16);
    assertThat(report.at("/config/encoder/kind").asText()).isEqualTo("residual_graph");
    assertThat(report.at("/config/training/seed").asInt()).isEqualTo(5);
    assertThat(report.get("epochs").asInt()).isEqualTo(2);
    assertThat(report.get("stepsPerEpoch").asInt()).isEqualTo(3);
    assertThat(report.get("secondsPerEpoch").asDouble()).isPositive();
    assertThat(report.get("peakRssMb").asInt()).isPositive();
    assertThat(names(report.get("blended"))).containsExactlyInAnyOrder("network", "blended");
    assertMetrics(report.get("test"));
    assertThat(names(report.get("baselines")))
        .containsExactly("popularity", "itemKnn", "itemKnnRecent", "transitions", "linear");
    report.get("baselines").forEach(EndToEndTest::assertMetrics);
  }

  private static void assertMetrics(JsonNode result) {
    assertThat(names(result)).containsExactly("full", "sampled");
    for (JsonNode protocol : result) {
      assertThat(names(protocol))
          .containsExactlyElementsOf(Metric.STANDARD.stream().map(Metric::toString).toList());
      protocol.forEach(value -> assertThat(value.asDouble()).isBetween(0.0, 1.0));
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  @DisplayName("the model of the folder can be loaded, and remembers its settings")
  void model() {
    try (HardGNNModel model = HardGNNModel.load(out.resolve("model"))) {
      assertThat(model.config().training().seed()).isEqualTo(5);
      assertThat(model.users().size()).isEqualTo(SmallData.USERS);
    }
  }

  @Test
  @DisplayName("a finished run that is resumed with more epochs goes on, and its log with it")
  void resumes() throws IOException {
    Path before = out;
    out = copy(before, folder.resolve("resumed"));
    try {
      Console resumed =
          train(
              "--config",
              folder.resolve("config.json").toString(),
              "--epochs",
              "3",
              "--seed",
              "5",
              "--resume");
      assertThat(resumed.code()).as(resumed.err()).isZero();
      assertThat(resumed.err()).contains("resumed at epoch 3").doesNotContain("epoch 2/3");
      List<Integer> epochs = new ArrayList<>();
      for (String line : Files.readAllLines(out.resolve("training.jsonl"))) {
        JsonNode event = JSON.readTree(line);
        if (event.get("event").asText().equals("epoch")) {
          epochs.add(event.get("epoch").asInt());
        }
      }
      assertThat(epochs).containsExactly(1, 2, 3);
      assertThat(JSON.readTree(out.resolve("report.json").toFile()).get("epochs").asInt())
          .isEqualTo(3);
    } finally {
      out = before;
    }
  }

  @Test
  @DisplayName("columns, encoding and times of a file are what the options say")
  void readsByOptions() throws IOException {
    DateTimeFormatter written = DateTimeFormatter.ofPattern("dd/MM/yy HH.mm.ss", Locale.ROOT);
    List<String> lines = new ArrayList<>(List.of("Käufer;Ware;Wann"));
    for (String line : Files.readAllLines(data).subList(1, 1 + SmallData.EVENTS)) {
      String[] cells = line.split(",");
      Instant time = Instant.ofEpochSecond(Long.parseLong(cells[2]));
      String when = written.format(time.atOffset(ZoneOffset.UTC));
      lines.add("ü" + cells[0] + ";" + cells[1] + ";" + when);
    }
    Path other = folder.resolve("other.csv");
    Files.write(other, lines, StandardCharsets.ISO_8859_1);
    Path to = folder.resolve("other");
    Console trained =
        train(
            other,
            to,
            "--columns",
            "Käufer,Ware,Wann",
            "--charset",
            "ISO-8859-1",
            "--time-format",
            "dd/MM/yy HH.mm.ss",
            "--config",
            folder.resolve("config.json").toString(),
            "--epochs",
            "1");
    assertThat(trained.code()).as(trained.err()).isZero();
    try (HardGNNModel model = HardGNNModel.load(to.resolve("model"));
        HardGNNModel plain = HardGNNModel.load(out.resolve("model"))) {
      assertThat(model.users().ids())
          .containsExactlyElementsOf(plain.users().ids().stream().map(id -> "ü" + id).toList());
      assertThat(model.items().ids()).isEqualTo(plain.items().ids());
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  @Test
  @DisplayName(
      "recommendations are printed as JSON, best first, without what the user knows, and nothing else is")
  void recommends() throws IOException {
    Console answer =
        recommend("--bundle", out.resolve("onnx").toString(), "--user", "u1", "--n", "4");
    assertThat(answer.code()).as(answer.err()).isZero();
    JsonNode json = JSON.readTree(answer.out());
    assertThat(names(json)).containsExactly("user", "recommendations");
    assertThat(json.get("user").asText()).isEqualTo("u1");
    List<String> known =
        Files.readAllLines(data).stream()
            .filter(line -> line.startsWith("u1,"))
            .map(line -> line.split(",")[1])
            .toList();
    List<String> items = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (JsonNode one : json.get("recommendations")) {
      assertThat(names(one)).containsExactly("item", "score");
      items.add(one.get("item").asText());
      scores.add(one.get("score").asDouble());
    }
    assertThat(items).hasSize(4).doesNotHaveDuplicates().doesNotContainAnyElementsOf(known);
    assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  @DisplayName(
      "an unknown user, a missing bundle and a damaged one end with one sentence and exit code 1")
  void refuses() throws IOException {
    Path bundle = out.resolve("onnx");
    assertRefused(recommend("--bundle", bundle.toString(), "--user", "nobody"), 1, "'nobody'");
    assertRefused(
        recommend("--bundle", folder.resolve("none").toString(), "--user", "u1"), 1, "none");
    Path damaged = copy(bundle, folder.resolve("damaged"));
    String version = Files.readString(damaged.resolve("current")).strip();
    Path table = damaged.resolve(version).resolve("user_embedding.f32");
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);
    assertRefused(
        recommend("--bundle", damaged.toString(), "--user", "u1"), 1, "user_embedding.f32");
    assertRefused(recommend("--bundle", bundle.toString(), "--user", "u1", "--n", "0"), 2, "--n");
  }

  private static void assertRefused(Console answer, int code, String named) {
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).startsWith("error: ").contains(named).hasLineCount(1);
  }

  private static Console recommend(String... options) {
    return Console.of(() -> RecommendFromOnnx.run(options));
  }

  @Test
  @DisplayName("the program to copy from answers for a visitor never seen")
  void embeds() {
    String bundle = out.resolve("onnx").toString();
    String item;
    try (OnnxRecommender recommender = OnnxRecommender.open(out.resolve("onnx"))) {
      item = recommender.items().id(0);
    }
    Console answer =
        Console.of(
            () -> {
              EmbedInYourApp.main(bundle, item, "new-today");
              return 0;
            });
    assertThat(answer.out()).contains("For this visitor:", "Like " + item, "As a vector of 16:");
    assertThat(answer.err()).isEmpty();
  }
}
