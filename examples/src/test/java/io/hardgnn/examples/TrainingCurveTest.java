package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.EpochReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The picture of a training run")
final class TrainingCurveTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "of {0} epochs shows both curves and the line to beat")
  @ValueSource(ints = {1, 2, 30, 200})
  void draws(int epochs) throws IOException {
    List<EpochReport> history =
        IntStream.rangeClosed(1, epochs).mapToObj(TrainingCurveTest::epoch).toList();
    Path file = folder.resolve("training.png");

    TrainingCurve.write(history, epochs, 0.05, file);

    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(900);
    assertThat(picture.getHeight()).isEqualTo(760);
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colors.add(picture.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colors).contains(0xc45a2c, 0x1f6fb5, 0x8a929c);
  }

  /** Every second epoch is not evaluated, as with evaluateEvery 2. */
  private static EpochReport epoch(int epoch) {
    Map<String, Double> validation =
        epoch % 2 == 0 && epoch > 2 ? Map.of() : Map.of("NDCG@10", 0.1 - 0.1 / (epoch + 1));
    return new EpochReport(epoch, 10, 4 + 1.0 / epoch, Map.of(), validation, 1e-3, 1, 0, 1, false);
  }
}
