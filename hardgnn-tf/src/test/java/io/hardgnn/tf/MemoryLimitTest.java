package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.resources.OwnProcess;
import io.hardgnn.tf.session.EngineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process that may take little memory")
class MemoryLimitTest {

  private static final int REFUSED = 3;
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  /** Items have an embedding of 2,048 numbers: 30 MiB of parameters, nearly all of it one table. */
  private static TrainingJob job() {
    Dataset data = TestData.markov(7, 500, 5_000, 20);
    TestModel model = TestModel.light();
    model.dim = 2_048;
    model.heads = 1;
    model.historyLength = 4;
    model.epochs = 2;
    model.batchSize = 8;
    model.usersPerEpoch = 24;
    Evaluator evaluator = TrainingTestBase.EVALUATOR;
    return new TrainingJob(
        model.definition(data.training()),
        model.training(),
        data.training(),
        scorer -> evaluator.evaluate(scorer, data.validation()).full().asMap(),
        TrainingListener.NONE,
        null,
        false);
  }

  private static MemoryEstimate estimate(TrainingJob job) {
    return MemoryEstimate.of(
        ParameterBytes.of(job.definition(), job.config(), job.start()),
        0,
        new MemoryEstimate.Moments(true, true, true, false, false));
  }

  @Test
  @DisplayName("is told before anything is made that its heap is too small, and by how much")
  void smallHeap() throws Exception {
    MemoryEstimate estimate = estimate(job());
    // Less than all values together, more than parameters and one moment: once an error of Java.
    String said = run(REFUSED, "-Xmx" + (estimate.heapBytes() / MIB - 20) + "m");
    assertThat(said)
        .contains("parameters and optimiser take at least")
        .contains("of the Java heap at once, which is limited to")
        .contains("raise -Xmx, lower embeddingDim")
        .doesNotContain("OutOfMemoryError");
  }

  @Test
  @DisplayName("is told before anything is made that its limit beside the heap is too small")
  void smallLimit() throws Exception {
    long limit = estimate(job()).processBytes() / MIB - 20;
    String said = run(REFUSED, "-Xmx1g", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + limit + "m");
    assertThat(said)
        .contains("training takes at least")
        .contains("but the process may take " + limit + ".0 MiB")
        .contains("-Dorg.bytedeco.javacpp.maxPhysicalBytes")
        .doesNotContain("OutOfMemoryError");
  }

  @Test
  @Tag("thorough") // a large model is trained, by a collector that has little room
  @DisplayName("trains with a little more heap than the least it was told of")
  void trainsInLittleHeap() throws Exception {
    run(0, enoughHeap(estimate(job())));
  }

  @Test
  @Tag("thorough")
  @DisplayName("trains with a little more memory than the least it was told of")
  void trainsInLittleMemory() throws Exception {
    MemoryEstimate estimate = estimate(job());
    // What the virtual machine and TensorFlow take for themselves, and the layers of a step.
    long limit = estimate.processBytes() / MIB * 5 / 4 + 400;
    run(0, enoughHeap(estimate), "-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + limit + "m");
  }

  private static String enoughHeap(MemoryEstimate estimate) {
    return "-Xmx" + (estimate.heapBytes() / MIB * 5 / 4 + 32) + "m";
  }

  private String run(int expected, String... options) throws Exception {
    OwnProcess.Ended ended = OwnProcess.run(folder, List.of(options), Trains.class);
    assertThat(ended.exit()).as("%s", ended.said()).isEqualTo(expected);
    return ended.said();
  }

  /** Trains, in a process of its own. */
  static final class Trains {
    private Trains() {}

    public static void main(String[] args) {
      try {
        new TfTrainingEngine().train(job());
      } catch (EngineException e) {
        System.out.println(e.getMessage());
        System.exit(REFUSED);
      }
    }
  }
}
