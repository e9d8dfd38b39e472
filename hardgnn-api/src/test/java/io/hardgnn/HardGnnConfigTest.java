package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.loss.TargetMode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A configuration")
class HardGnnConfigTest {

  @TempDir Path folder;

  @Test
  @DisplayName("drawn at random comes back from JSON as it was, and from a builder")
  void roundTrip() {
    long seed = Long.getLong("hardgnn.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      HardGnnConfig config = RandomConfigs.draw(random);
      String as = "hardgnn.test.seed=" + seed + ", draw " + i;
      assertThat(HardGnnConfig.fromJson(config.toJson())).as(as).isEqualTo(config);
      assertThat(config.toBuilder().build().config()).as(as).isEqualTo(config);
    }
  }

  @Test
  @DisplayName("comes back from a file")
  void file() {
    HardGnnConfig config = Presets.movieLens();
    config.write(folder.resolve("config.json"));
    assertThat(HardGnnConfig.read(folder.resolve("config.json"))).isEqualTo(config);
  }

  @Test
  @DisplayName("given in part is laid over another")
  void partial() throws IOException {
    Path file = write("{\"model\": {\"graph\": {\"layers\": 3}}, \"training\": {\"epochs\": 7}}");
    HardGnnConfig base = Presets.gowalla();
    assertThat(HardGnnConfig.read(file, base))
        .isEqualTo(base.toBuilder().graphLayers(3).epochs(7).build().config());
  }

  @Test
  @DisplayName(
      "given in part but not valid names the file, the settings, the values and the ranges")
  void partialInvalid() throws IOException {
    Path file = write("{\"model\": {\"embeddingDim\": 0}, \"objective\": {\"temperature\": 11}}");
    assertThatThrownBy(() -> HardGnnConfig.read(file, Presets.standard()))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e -> {
              assertThat(e.source()).isEqualTo(file.toString());
              assertThat(e.violations()).hasSize(2);
            })
        .hasMessageContaining(file.toString())
        .hasMessageContaining("embeddingDim (model.embeddingDim) is 0; allowed: 1 to 4096")
        .hasMessageContaining("temperature (objective.temperature) is 11.0; allowed");
  }

  @Test
  @DisplayName("with a setting that does not exist, or a null, says which")
  void unknown() throws IOException {
    Path unknown = write("{\"model\": {\"embedingDim\": 64}}");
    assertThatThrownBy(() -> HardGnnConfig.read(unknown, Presets.standard()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("embedingDim");
    Path isNull = write("{\"model\": {\"graph\": null}}");
    assertThatThrownBy(() -> HardGnnConfig.read(isNull, Presets.standard()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("model.graph is null");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json);
  }

  static List<Method> setters() {
    return RandomConfigs.setters();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  @DisplayName("changes in one place of its JSON with each method of the builder")
  void everySetterReachesItsSetting(Method setter) {
    // 12 dimensions divide by 1, 2, 6 and 12 heads; some settings can only change beside one of the
    // two encoders
    HardGnnConfig selfGnn = small(HardGNN.paper());
    HardGnnConfig residual =
        small(HardGNN.builder().targets(TargetMode.ONE_PER_USER).hardNegatives(3));
    assertThat(changes(selfGnn, setter) + changes(residual, setter))
        .as("changes made by %s", setter.getName())
        .isPositive();
  }

  private static HardGnnConfig small(HardGNN.Builder builder) {
    return builder.embeddingDim(12).attentionHeads(1).anchorHistoryLength(1).build().config();
  }

  private static int changes(HardGnnConfig base, Method setter) {
    int changes = 0;
    for (Object value : values(setter.getParameterTypes()[0])) {
      HardGNN.Builder builder = base.toBuilder();
      RandomConfigs.set(builder, setter, value);
      HardGnnConfig other;
      try {
        other = builder.build().config();
      } catch (InvalidConfigException e) {
        continue; // out of range, or against another setting
      }
      List<String> places = new ArrayList<>();
      differences("", tree(base), tree(other), places);
      assertThat(places).as("places changed by %s(%s)", setter.getName(), value).hasSizeLessThan(2);
      changes += places.size();
    }
    return changes;
  }

  @Test
  @DisplayName("has a method of the builder for each place of its JSON")
  void everySettingHasItsSetter() {
    List<String> leaves = new ArrayList<>();
    leaves(tree(Presets.standard()), leaves);
    assertThat(RandomConfigs.setters()).hasSameSizeAs(leaves);
  }

  private static List<Object> values(Class<?> type) {
    if (type == int.class) {
      return List.of(1, 2, 6, 12);
    } else if (type == long.class) {
      return List.of(1L, 2L);
    } else if (type == double.class) {
      return List.of(0.25, 0.75);
    } else if (type == boolean.class) {
      return List.of(true, false);
    }
    return List.of(type.getEnumConstants());
  }

  private static JsonNode tree(HardGnnConfig config) {
    return Json.parse(config.toJson(), JsonNode.class, "config");
  }

  private static void differences(String at, JsonNode a, JsonNode b, List<String> into) {
    if (a.isObject()) {
      a.fieldNames()
          .forEachRemaining(name -> differences(at + "." + name, a.get(name), b.get(name), into));
    } else if (!a.equals(b)) {
      into.add(at);
    }
  }

  private static void leaves(JsonNode node, List<String> into) {
    if (node.isObject()) {
      node.forEach(child -> leaves(child, into));
    } else {
      into.add(node.asText());
    }
  }
}
