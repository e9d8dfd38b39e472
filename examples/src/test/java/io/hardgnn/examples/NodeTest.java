package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Needs {@code node} on the path and {@code npm install onnxruntime-node} in the folder that
 * {@code -Dhardgnn.node} names.
 */
@DisplayName("Node with onnxruntime-node")
final class NodeTest {

  @TempDir Path folder;

  @Test
  @DisplayName("reads a bundle and recommends what the library recommends")
  void recommends() throws IOException, InterruptedException {
    String home = System.getProperty("hardgnn.node", "");
    Path modules = Path.of(home, "node_modules");
    assumeTrue(
        Files.isDirectory(modules.resolve("onnxruntime-node")),
        "-Dhardgnn.node names no folder with node_modules/onnxruntime-node");
    Path bundle = SmallBundle.export(folder);
    Path script = folder.resolve("recommend.cjs");
    try (InputStream in = NodeTest.class.getResourceAsStream("recommend.cjs")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    List<String> history;
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      history = recommender.items().ids().subList(0, 3);
    }
    List<String> line = new ArrayList<>(List.of("node", script.toString(), bundle.toString()));
    line.addAll(history);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", modules.toAbsolutePath().toString());
    Process node = start(builder);
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
    JsonNode answer = new ObjectMapper().readTree(said);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      List<Recommendation> expected = recommender.recommendFor(history, 10);
      assertThat(answer).hasSize(expected.size());
      for (int rank = 0; rank < expected.size(); rank++) {
        assertThat(answer.get(rank).get("item").asText()).isEqualTo(expected.get(rank).item());
        assertThat(answer.get(rank).get("score").asDouble())
            .isCloseTo(expected.get(rank).score(), within(1e-4));
      }
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      assumeTrue(false, "there is no node: " + e.getMessage());
      throw new AssertionError(e);
    }
  }
}
