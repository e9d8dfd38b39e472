package io.hardgnn.internal.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.prepare.TestData;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Training data that several threads ask for")
class SequenceTrainingDataTest {

  /** Asks for the first time from all threads of the common pool at once, often. */
  static final class Asking {
    public static void main(String[] args) {
      Sequences whole = TestData.training(50, sequences()).sequences();
      for (int round = 0; round < 500; round++) {
        Prefixes prefixes = Prefixes.of(whole, user -> whole.length(user) - 1);
        SequenceTrainingData data = new SequenceTrainingData(prefixes, true);
        long sizes = IntStream.range(0, 8).parallel().mapToLong(i -> data.sequences().size()).sum();
        if (sizes != 8L * prefixes.size()) {
          throw new AssertionError("round " + round);
        }
      }
    }

    private static int[][] sequences() {
      return IntStream.range(0, 200)
          .mapToObj(user -> IntStream.range(0, 20).map(n -> (user + n) % 50).toArray())
          .toArray(int[][]::new);
    }
  }

  @Test
  @DisplayName("do not wait for each other for good, with as many processors as a server has")
  void deadlock() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:ActiveProcessorCount=8",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName())
            .inheritIO()
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
