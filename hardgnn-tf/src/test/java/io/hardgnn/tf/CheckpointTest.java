package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.Json;
import io.hardgnn.io.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A checkpoint")
class CheckpointTest extends TrainingTestBase {

  private static final EpochReport REPORT =
      new EpochReport(1, 7, 0.5, Map.of("softmax", 0.5), Map.of(), 0.01, 1, 0, 0, true);

  private static final String STATE =
      Json.text(new Checkpoint.State("of these", 1, 7, 1, 0.5, 0, List.of(REPORT)));

  @TempDir Path folder;

  @Test
  @DisplayName("comes back as it was written")
  void whole() {
    assertThat(load(STATE).state())
        .isEqualTo(new Checkpoint.State("of these", 1, 7, 1, 0.5, 0, List.of(REPORT)));
  }

  @ParameterizedTest(name = "{2}")
  @DisplayName("whose state no run would have written is refused as damaged, and the file named")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "of these"          | null      | fingerprint
          "epoch" : 1,        | "epoch" : 0, | history
          "epoch" : 1,        | "epoch" : 2, | history
          "step" : 7          | "step" : -7 | step
          "bestEpoch" : 1     | "bestEpoch" : 2 | bestEpoch
          "bestScore" : 0.5   | "bestScore" : "NaN" | bestScore
          "evaluationsWithoutGain" : 0 | "evaluationsWithoutGain" : -1 | evaluationsWithoutGain
          "validation" : { }  | "validation" : null | history[0]
          "softmax" : 0.5     | "softmax" : null | history[0]
          """)
  void damaged(String whole, String damaged, String named) {
    assertThat(STATE.replace("\": ", "\" : ")).contains(whole);
    refused(STATE.replace("\": ", "\" : ").replace(whole, damaged), named);
  }

  @Test
  @DisplayName("without its epochs is refused as damaged, and the file named")
  void noHistory() {
    String start = STATE.substring(0, STATE.indexOf("\"history\""));
    refused(start + "\"history\": null}", "history");
    refused(start + "\"history\": [null]}", "an element of history");
  }

  @Test
  @DisplayName("whose best weights are of another encoder is refused before anything is trained")
  void otherBest() {
    TestModel model = TestModel.light();
    model.epochs = 1;
    Path path = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, path, false));
    TrainingJob again = job(model, null, TrainingListener.NONE, path, true);
    Checkpoint whole = Checkpoint.load(again, RunFingerprint.of(again));
    assertThat(whole).isNotNull();
    for (Map<String, float[]> other :
        List.of(
            Map.of("item_embeddinh", whole.best().get("item_embedding")),
            Map.of("item_embedding", new float[3]))) {
      Map<String, float[]> best = new HashMap<>(whole.best());
      best.remove("item_embedding");
      best.putAll(other);
      new Checkpoint(whole.state(), whole.current(), best).save(path);
      assertThatThrownBy(() -> ENGINE.train(again))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(path.toString());
    }
  }

  @Test
  @DisplayName("that cannot be written is noticed before the first step")
  void nowhereToWrite() throws IOException {
    TestModel model = TestModel.light();
    Path file = Files.writeString(folder.resolve("a-file"), "something else");
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("holiday.txt"), "something else");
    TrainingListener noStep =
        new TrainingListener() {
          @Override
          public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
            throw new AssertionError("training starts");
          }
        };
    for (Path place : List.of(file, foreign)) {
      assertThatThrownBy(() -> ENGINE.train(job(model, null, noStep, place, false)))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(place.toString());
    }
    assertThatThrownBy(() -> ENGINE.train(job(model, null, noStep, file.resolve("below"), false)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("below");
    assertThat(foreign).isDirectoryContaining("glob:**holiday.txt");
  }

  private void refused(String state, String named) {
    ArtifactException e = catchThrowableOfType(ArtifactException.class, () -> load(state));
    assertThat(e).hasMessageContaining("state.json").hasMessageContaining(named);
    assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT);
  }

  private Checkpoint load(String state) {
    Path path = folder.resolve("checkpoint");
    Map<String, TensorData> tensors = Map.of("w", TensorData.ofFloats(new float[] {1, 2}, 2));
    ArtifactDirectory.write(
        path,
        Checkpoint.FORMAT,
        out -> {
          out.json("state.json", Json.parse(state, Map.class, "state"));
          out.tensors("current.safetensors", tensors);
          out.tensors("best.safetensors", tensors);
        });
    TrainingJob job = job(TestModel.residual(), null, TrainingListener.NONE, path, true);
    Checkpoint loaded = Checkpoint.load(job, "of these");
    assertThat(loaded).isNotNull();
    return loaded;
  }
}
