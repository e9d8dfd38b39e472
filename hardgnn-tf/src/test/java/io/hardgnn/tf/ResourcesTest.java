package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.resources.Resources;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A process that trains")
class ResourcesTest extends TrainingTestBase {

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
  @DisplayName("holds nothing of 50 runs that it has ended, every fifth of which failed")
  void fifty() {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    runs(10);
    Resources before = Resources.now();
    runs(50);
    Resources after = Resources.now();
    String both = before + " and " + after;
    assertThat(after.threads() - before.threads()).as(both).isLessThan(4); // of the JVM itself
    assertThat(after.descriptors() - before.descriptors()).as(both).isLessThan(4);
    assertThat(after.temporaryFiles()).as(both).isEqualTo(before.temporaryFiles());
    // The graph and the parameters of one run take more than 2 MB.
    assertThat(after.residentKilobytes() - before.residentKilobytes()).as(both).isLessThan(60_000);
  }

  private static void runs(int count) {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onStep(int epoch, int step, double loss) {
            throw new IllegalStateException("boom");
          }
        };
    for (int run = 0; run < count; run++) {
      if (run % 5 == 4) {
        assertThatThrownBy(() -> ENGINE.train(job(model(1), null, failing, null, false)))
            .hasMessage("boom");
      } else {
        train(run);
      }
    }
  }
}
