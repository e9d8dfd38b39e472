package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process that trains")
@DisabledOnOs(OS.WINDOWS) // ends processes at once
class ProcessEndTest extends TrainingTestBase {

  private static final String OVER = "a step is over";
  private static final String HEARD = "and has been heard";

  @TempDir private Path folder;

  @RepeatedTest(2)
  @DisplayName("ends by a signal as asked, not by a crash of the native library")
  void signal() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ErrorFile=" + folder.resolve("crash"),
            "-cp",
            System.getProperty("java.class.path"),
            Trains.class.getName());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = child.inputReader()) {
      boolean told = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (!told && line.equals(OVER)) {
          told = true;
          child.toHandle().destroy(); // unlike child.destroy(), leaves what it prints
        }
      }
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as("%s", said).isEqualTo(128 + 15);
    assertThat(said).as("waited for the step, and began none after it").containsOnlyOnce(OVER);
    assertThat(said).containsOnlyOnce(HEARD);
    assertThat(files()).doesNotContain("crash");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Trains, and is told to end in the middle of a step. */
  static final class Trains {
    private Trains() {}

    public static void main(String[] args) {
      TestModel model = TestModel.light();
      model.epochs = 1000;
      ENGINE.train(job(model, null, new Steps(), null, false));
    }
  }

  private static final class Steps implements TrainingListener {
    @Override
    public void onStep(int epoch, int step, double loss) {
      System.out.println(OVER);
      try {
        Thread.sleep(2_000); // the signal comes now
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      System.out.println(HEARD);
    }
  }
}
