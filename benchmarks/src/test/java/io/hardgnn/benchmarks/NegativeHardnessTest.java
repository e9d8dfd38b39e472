package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.io.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The program that looks at hard negatives")
class NegativeHardnessTest {

  @TempDir Path folder;

  @Test
  @Tag("thorough") // trains the default model
  @DisplayName("writes a line for each epoch and a picture")
  void tableAndPicture() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    Path json = folder.resolve("negatives.json");
    int code =
        new CommandLine(new NegativeHardness())
            .execute(
                "--sets",
                set.toString(),
                "--epochs",
                "1,2",
                "--anchors",
                "100",
                "--runs",
                folder.resolve("runs").toString(),
                "--json",
                json.toString());
    assertThat(code).isZero();
    @SuppressWarnings("unchecked") // rows are objects
    List<Map<String, Object>> rows =
        (List<Map<String, Object>>) Json.read(json, Map.class).get("rows");
    assertThat(rows).extracting(row -> row.get("epoch")).containsExactly(1, 2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(Benchmark.number(row, "negative"))
                  .as("by score the hardest are closer than a random item")
                  .isGreaterThan(Benchmark.number(row, "random"));
              assertThat(Benchmark.number(row, "separated")).isBetween(0.0, 1.0);
            });
    BufferedImage picture =
        ImageIO.read(folder.resolve("runs/small.csv/default-hard-negatives-1.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(3 * 560);
  }
}
