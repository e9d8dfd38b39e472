package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.internal.fit.HeldOutValidation;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorSet;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A run")
class ReproducibilityTest extends TrainingTestBase {

  @TempDir Path folder;

  /** Returns a model with all that a run draws, warms up and lets decay. */
  private static TestModel drawing(int attentionLayers) {
    TestModel model = TestModel.residual();
    model.attentionLayers = attentionLayers;
    model.warmupEpochs = 2;
    model.epochs = 3;
    model.warmupSteps = 5;
    model.decay = 0.9;
    model.edgeSample = 1000;
    return model;
  }

  static Stream<Named<Supplier<TestModel>>> ofIntervals() {
    return Stream.of(
        Named.of("interval graphs, mined negatives", TestModel::selfGnn),
        Named.of(
            "interval graphs, negatives proposed by a table some steps old",
            () -> {
              TestModel model = TestModel.selfGnn();
              model.miningRefreshSteps = 3;
              model.hardNegatives = 1; // sixteen proposals, fewer than there are items
              model.batchSize = 8; // a table gets older than a step only after some updates
              return model;
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofIntervals")
  @Tag("thorough") // a minute and a half each
  @DisplayName("gives the same bits for the same seed with the paper's encoder, too")
  void sameBitsOfIntervals(Supplier<TestModel> models) {
    TestModel model = models.get();
    assertThat(bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, null, false))))
        .isEqualTo(
            bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, null, false))));
    sameBits(models);
  }

  @Test
  @DisplayName("gives the same bits for the same seed, and the same when it is stopped and resumed")
  void sameBitsOfGraph() {
    sameBits(() -> drawing(0));
  }

  @Test
  @Tag("thorough") // three graphs with attention to prepare
  @DisplayName("gives the same bits with attention and its dropout, too")
  void sameBitsOfAttention() {
    sameBits(() -> drawing(1));
  }

  private void sameBits(Supplier<TestModel> models) {
    TestModel model = models.get();
    Path whole = folder.resolve("whole");
    Map<String, Object> uninterrupted =
        bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, whole, false)));

    Path stopped = folder.resolve("stopped");
    int epochs = model.epochs;
    model.epochs = 2;
    ENGINE.train(
        job(model, onValidation(), TrainingListener.NONE, stopped, true)); // nothing to resume yet
    model.epochs = epochs;
    assertThat(bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, stopped, true))))
        .isEqualTo(uninterrupted);
    assertThat(slots(stopped))
        .isEqualTo(slots(whole))
        .anySatisfy((name, bits) -> assertThat(name).endsWith("/adam_v"));
  }

  @Test
  @DisplayName("gives other bits for another seed")
  void otherSeed() {
    TestModel model = TestModel.light();
    model.epochs = 3;
    model.seed = 2;
    Object other = bits(ENGINE.train(job(model))).get("item table");
    assertThat(other).isNotEqualTo(threeEpochs().get("item table"));
  }

  private static Map<String, String> slots(Path checkpoint) {
    TensorSet tensors =
        ArtifactDirectory.open(checkpoint, Checkpoint.FORMAT).tensors("current.safetensors");
    Map<String, String> bits = new TreeMap<>();
    tensors.tensors().forEach((name, tensor) -> bits.put(name, Arrays.toString(tensor.floats())));
    return bits;
  }

  private static @Nullable Map<String, Object> threeEpochs;

  /**
   * Returns what three epochs come to without validation, checkpoint or interruption, of a model
   * that is quickly prepared: which layers it has does not matter to its checkpoints.
   */
  private static Map<String, Object> threeEpochs() {
    if (threeEpochs == null) {
      TestModel model = TestModel.light();
      model.epochs = 3;
      threeEpochs = bits(ENGINE.train(job(model)));
    }
    return threeEpochs;
  }

  @Test
  @DisplayName("resumes without validation too, and when all epochs are done only opens the result")
  void withoutValidation() {
    TestModel model = TestModel.light();
    Map<String, Object> uninterrupted = threeEpochs();
    model.epochs = 2;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true));
    model.epochs = 3;
    assertThat(bits(ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true))))
        .isEqualTo(uninterrupted);
    assertThat(bits(ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true))))
        .isEqualTo(uninterrupted);
  }

  @Test
  @Tag("thorough") // two more runs
  @DisplayName("resumes from an epoch before the first validation")
  void beforeValidation() {
    TestModel model = TestModel.light();
    model.evaluateEvery = 2;
    model.epochs = 3;
    Map<String, Object> uninterrupted =
        bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, null, false)));
    Path checkpoint = folder.resolve("checkpoint");
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void onEpoch(io.hardgnn.engine.EpochReport report) {
            throw new Stop();
          }
        };
    assertThatThrownBy(() -> ENGINE.train(job(model, onValidation(), stop, checkpoint, true)))
        .isInstanceOf(Stop.class);
    assertThat(
            bits(ENGINE.train(job(model, onValidation(), TrainingListener.NONE, checkpoint, true))))
        .isEqualTo(uninterrupted);
  }

  @Test
  @DisplayName(
      "resumes from the last whole checkpoint when a crash came while the next was written")
  void crashWhileWriting() throws IOException {
    TestModel model = TestModel.light();
    Map<String, Object> uninterrupted = threeEpochs();
    model.epochs = 2;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true));
    Path unfinished = Files.createDirectory(checkpoint.resolve("version-3-0123456789abcdef"));
    Files.writeString(unfinished.resolve("state.json"), "{");
    model.epochs = 3;
    int[] first = new int[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
            first[0] = firstEpoch;
          }
        };
    assertThat(bits(ENGINE.train(job(model, null, listener, checkpoint, true))))
        .isEqualTo(uninterrupted);
    assertThat(first[0]).isEqualTo(3);
    assertThat(unfinished).doesNotExist();
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  @DisplayName(
      "refuses a checkpoint of other data, settings or objective; starts anew where none is asked for")
  void foreignCheckpoint() {
    TestModel model = TestModel.light();
    model.epochs = 1;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, false));
    model.learningRate = 0.02;
    refused(job(model, null, TrainingListener.NONE, checkpoint, true));
    model.learningRate = 0.01;
    model.hardNegatives = 3;
    refused(job(model, null, TrainingListener.NONE, checkpoint, true));
    model.hardNegatives = 0;
    var data = TestData.markov(8, 200, 50, 20).training();
    refused(
        new TrainingJob(
            model.definition(data),
            model.training(),
            data,
            null,
            TrainingListener.NONE,
            checkpoint,
            true));
    model.learningRate = 0.02;
    assertThat(ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, false)).history())
        .hasSize(1);
  }

  @Test
  @DisplayName("does not go on with another validation, whose scores are no match for the first's")
  void otherValidation() {
    TestModel model = TestModel.light();
    model.epochs = 1;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, on(DATA.validation()), TrainingListener.NONE, checkpoint, true));
    ENGINE.train(job(model, on(DATA.validation()), TrainingListener.NONE, checkpoint, true));
    refused(job(model, on(DATA.test()), TrainingListener.NONE, checkpoint, true));
    refused(job(model, null, TrainingListener.NONE, checkpoint, true));
  }

  private static Validation on(HeldOut heldOut) {
    return new HeldOutValidation(heldOut, EVALUATOR);
  }

  private static void refused(TrainingJob job) {
    assertThatThrownBy(() -> ENGINE.train(job))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("other data or settings")
        .hasMessageContaining("without resuming");
  }

  @Test
  @DisplayName("goes on from the checkpoint before where the newest is damaged, with the same bits")
  void newestCheckpointDamaged() throws IOException {
    TestModel model = TestModel.light();
    model.epochs = 2;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true));
    Path current = ArtifactDirectory.open(checkpoint, Checkpoint.FORMAT).directory();
    Files.writeString(current.resolve("best.safetensors"), "");
    int[] first = new int[1];
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
            first[0] = firstEpoch;
          }
        };
    model.epochs = 3;
    assertThat(bits(ENGINE.train(job(model, null, listener, checkpoint, true))))
        .isEqualTo(threeEpochs());
    assertThat(first[0]).as("the epoch after the one that was whole").isEqualTo(2);
    assertThat(current).doesNotExist();

    Files.delete(checkpoint.resolve("current"));
    ENGINE.train(job(model, null, listener, checkpoint, true));
    assertThat(first[0]).as("nothing is left to do").isEqualTo(4);
  }

  @Test
  @DisplayName("refuses a damaged checkpoint where there is no earlier one")
  void damagedCheckpoint() throws IOException {
    TestModel model = TestModel.light();
    model.epochs = 1;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, false));
    try (Stream<Path> files = Files.walk(checkpoint)) {
      Path weights =
          files.filter(file -> file.endsWith("current.safetensors")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(weights);
      bytes[bytes.length / 2] ^= 1;
      Files.write(weights, bytes);
    }
    assertThatThrownBy(
            () -> ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint, true)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("current.safetensors");
  }

  @Test
  @DisplayName("starts from values that seed and name alone decide, as in every engine")
  void initialValues() {
    TestModel model = TestModel.light();
    model.epochs = 1;
    model.learningRate = 1e-30; // the first epoch leaves everything where it was
    float[] trained = ENGINE.train(job(model)).parameters().get("item_embedding").floats();
    float[] expected =
        Initializer.normal(0.02)
            .values(
                DATA.training().itemCount() * model.dim,
                ParameterSeed.randomFor(model.seed, "item_embedding"));
    assertThat(trained).isEqualTo(expected);
  }
}
