package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.resources.FileLimit;
import io.hardgnn.resources.OwnProcess;
import io.hardgnn.resources.SmallDisk;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
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

  @Test
  @Tag("thorough")
  @DisplayName(
      "and with any number of blocks left on a disk, a run is trained to its end or ends with such"
          + " an error and resumes from its last checkpoint")
  void blocks() throws Exception {
    SmallDisk.run(folder, 128, 2_048, FillsUp.class);
  }

  /** Returns a listener to the numbers of the epochs, each of which is stored by then. */
  private static TrainingListener heard(IntConsumer epochs) {
    return new TrainingListener() {
      @Override
      public void onEpoch(EpochReport report) {
        epochs.accept(report.epoch());
      }
    };
  }

  /** Trains with more and more left of the disk, until there is enough. */
  static final class FillsUp {
    private FillsUp() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      SmallDisk disk = SmallDisk.at(folder);
      Path checkpoint = folder.resolve("checkpoint");
      TestModel model = TestModel.light();
      model.epochs = 3;
      Map<String, Object> whole = bits(ENGINE.train(job(model)));
      List<Integer> epochs = new ArrayList<>();
      TrainingListener listener = heard(epochs::add);
      int blocks = 0;
      for (Map<String, Object> trained = Map.of(); trained.isEmpty(); blocks++) {
        disk.leave(blocks);
        try {
          trained = bits(ENGINE.train(job(model, null, listener, checkpoint, true)));
          assertThat(trained).isEqualTo(whole);
        } catch (UncheckedIOException e) {
          assertThat(e)
              .hasMessageStartingWith("cannot write " + checkpoint)
              .hasMessageContaining("No space left");
        }
      }
      assertThat(epochs).as("none is lost that was stored").containsExactly(1, 2, 3);
      assertThat(blocks).as("was short of blocks for long").isGreaterThan(8);
      System.out.println(blocks + " blocks, epochs " + epochs);
    }
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
          heard(
              epoch -> {
                epochs.add(epoch);
                if (epoch == 2) {
                  FileLimit.belowLargestOf(checkpoint);
                }
              });
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
