package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Benchmark;
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

@DisplayName("The program that looks at hard negatives")
class NegativeHardnessTest {

  @TempDir Path folder;

  @Test
  @Tag("thorough") // trains the default model
  @DisplayName("writes a line for each epoch and a picture")
  void tableAndPicture() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    List<Map<String, Object>> rows =
        ProgramRun.rows(
            new NegativeHardness(),
            folder.resolve("negatives.json"),
            "--sets=" + set,
            "--epochs=1,2",
            "--anchors=100",
            "--runs=" + folder.resolve("runs"));
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
