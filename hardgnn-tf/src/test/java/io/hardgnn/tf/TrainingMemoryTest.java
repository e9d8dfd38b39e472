package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Memory of a training run")
class TrainingMemoryTest extends TrainingTestBase {

  private static final Path STATUS = Path.of("/proc/self/status");

  @Test
  @Tag("thorough") // 300 epochs; TfGraphTest watches the memory of a graph in every build
  @DisplayName("stays flat over 3,000 steps")
  void flat() {
    Assumptions.assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    TestModel model = TestModel.residual();
    model.batchSize = 20;
    model.dim = 8;
    model.epochs = 300; // of ten steps
    List<Long> resident = new ArrayList<>();
    int[] steps = {0};
    ENGINE.train(
        job(
            model,
            null,
            new TrainingListener() {
              @Override
              public void onStep(int epoch, int step, double loss) {
                if (++steps[0] % 500 == 0) {
                  System.gc(); // the heap may grow to its limit, which is no leak
                  resident.add(residentKilobytes());
                }
              }
            },
            null,
            false));
    assertThat(steps[0]).isEqualTo(3000);
    // One leaked batch of about 20 kB a step would be 40 MB from the second measurement on.
    assertThat(resident.get(5) - resident.get(1))
        .as("growth in kB, measured %s", resident)
        .isLessThan(24_000);
  }

  private static long residentKilobytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
