package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.TestModel;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest(name = "ends a run with what is thrown at {0}, and leaves no thread of it")
  @EnumSource
  void fails(FailingRun.Place place) {
    new FailingRun(place, folder).assertFails(model(1));
    assertThat(feederIsAlive()).isFalse();
  }

  @Test
  @Tag("thorough")
  @DisplayName("holds nothing of 60 runs that it has ended, every other of which failed somewhere")
  void sixty() throws Exception {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    OwnProcess.run(folder, 256, Trains.class, folder.toString());
  }

  /** Trains again and again, in a process of its own; every other run fails, where differs. */
  static final class Trains {
    private static int runs;

    private Trains() {}

    public static void main(String[] args) {
      // The graph and the parameters of one run take more than 2 MB.
      FlatResources.check(60, 400, () -> run(Path.of(args[0])));
    }

    private static void run(Path folder) {
      if (++runs % 2 == 0) {
        FailingRun.Place[] places = FailingRun.Place.values();
        new FailingRun(places[runs / 2 % places.length], folder).assertFails(model(1));
      } else {
        train(runs);
      }
    }
  }
}
