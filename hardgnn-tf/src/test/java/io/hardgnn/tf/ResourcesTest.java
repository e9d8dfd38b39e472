package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.resources.FlatResources;
import io.hardgnn.resources.OwnProcess;
import io.hardgnn.resources.Resources;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process that trains")
class ResourcesTest extends TrainingTestBase {

  @TempDir private Path folder;

  private static TestModel model(long seed) {
    TestModel model = TestModel.light();
    model.epochs = 1;
    model.dim = 8;
    model.seed = seed;
    return model;
  }

  private static Map<String, Object> train(long seed) {
    return bits(ENGINE.train(job(model(seed))));
  }

  @Test
  @DisplayName("may train two models at once, with the bits of each alone")
  void twoAtOnce() {
    Map<String, Object> one = train(1);
    Map<String, Object> other = train(2);
    Supplier<Map<String, Object>> first = () -> train(1);
    CompletableFuture<Map<String, Object>> beside = CompletableFuture.supplyAsync(first);
    assertThat(train(2)).isEqualTo(other).isNotEqualTo(one);
    assertThat(beside.join()).isEqualTo(one);
  }

  @Test
  @Tag("thorough")
  @DisplayName("holds nothing of 60 runs that it has ended, every fifth of which failed")
  void sixty() throws Exception {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    OwnProcess.run(folder, 256, Trains.class);
  }

  /** Trains again and again, in a process of its own; every fifth run fails. */
  static final class Trains {
    private static int runs;

    private Trains() {}

    public static void main(String[] args) {
      // The graph and the parameters of one run take more than 2 MB.
      FlatResources.check(60, 400, Trains::run);
    }

    private static void run() {
      if (++runs % 5 == 0) {
        assertThatThrownBy(() -> ENGINE.train(job(model(1), null, new Failing(), null, false)))
            .hasMessage("boom");
      } else {
        train(runs);
      }
    }
  }

  private static final class Failing implements TrainingListener {
    @Override
    public void onStep(int epoch, int step, double loss) {
      throw new IllegalStateException("boom");
    }
  }
}
