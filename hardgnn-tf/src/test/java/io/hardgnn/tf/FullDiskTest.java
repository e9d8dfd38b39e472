package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.resources.FileLimit;
import io.hardgnn.resources.OwnProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where no file may grow any further, as on a full disk or over a quota,")
class FullDiskTest extends TrainingTestBase {

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "a checkpoint ends training with an error that says so, and the run resumes from the one"
          + " before")
  void full() throws Exception {
    Assumptions.assumeTrue(FileLimit.isPossible(), "limits are set by prlimit");
    OwnProcess.run(folder, 128, Trains.class, folder.resolve("checkpoint").toString());
  }

  /** Meets the limit, in a process of its own. */
  static final class Trains {
    private Trains() {}

    public static void main(String[] args) {
      Path checkpoint = Path.of(args[0]);
      TestModel model = TestModel.light();
      model.epochs = 4;
      model.dim = 8;
      Map<String, Object> whole = bits(ENGINE.train(job(model)));
      List<Integer> epochs = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onEpoch(EpochReport report) {
              epochs.add(report.epoch());
              if (report.epoch() == 2) {
                FileLimit.belowLargestOf(checkpoint);
              }
            }
          };
      assertThatThrownBy(() -> ENGINE.train(job(model, null, listener, checkpoint, true)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("cannot write " + checkpoint + ": ")
          .hasMessageContaining("too large");
      FileLimit.lift();
      epochs.clear();
      assertThat(bits(ENGINE.train(job(model, null, listener, checkpoint, true)))).isEqualTo(whole);
      assertThat(epochs).as("after the last whole checkpoint").containsExactly(3, 4);
    }
  }
}
