package io.hardgnn.tf.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process in which TensorFlow computes")
@DisabledOnOs(OS.WINDOWS) // ends processes at once
class ProcessEndTest {

  private static final String COMPUTES = "computes";
  private static final String REFUSED = "TensorFlow computes nothing more: the process is ending";

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
            Computes.class.getName());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.equals(COMPUTES)) {
          child.toHandle().destroy(); // unlike child.destroy(), leaves what it prints
        }
      }
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as("%s", said).isEqualTo(128 + 15);
    assertThat(files()).doesNotContain("crash");
    assertThat(said).as("the other thread's next").contains(REFUSED);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Computes for long in one thread, and again and again in another. */
  static final class Computes {

    private static final int N = 1_500;
    private static final CountDownLatch AGAIN = new CountDownLatch(1);

    private Computes() {}

    public static void main(String[] args) throws InterruptedException {
      try (TfGraph graph = TfGraph.create(SessionSettings.defaults(), 1)) {
        TfOps ops = graph.inference("powers");
        Expr x = ops.input("x", DType.FLOAT, Shape.of(N, N));
        Expr square = ops.matmul(x, x);
        Expr power = square;
        for (int n = 0; n < 40; n++) {
          power = ops.matmul(power, x);
        }
        Feeds feeds = new Feeds().floats("x", new float[N * N], N, N);
        graph.run(RunRequest.fetch(square), feeds); // all is loaded then
        Thread again = new Thread(Computes::again);
        again.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitRefusal(again)));
        AGAIN.await();
        System.out.println(COMPUTES);
        graph.run(RunRequest.fetch(power), feeds);
      }
    }

    /** Without it, a process with nothing to wait for ends before the refusal is printed. */
    private static void awaitRefusal(Thread again) {
      try {
        again.join(TimeUnit.SECONDS.toMillis(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void again() {
      try (TfGraph graph = TfGraph.create(SessionSettings.defaults(), 1)) {
        TfOps ops = graph.inference("signs");
        Expr negative = ops.neg(ops.input("x", DType.FLOAT, Shape.of(1)));
        while (true) {
          graph.run(RunRequest.fetch(negative), new Feeds().floats("x", new float[1], 1));
          AGAIN.countDown();
        }
      } catch (EngineException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
