package io.hardgnn.benchmarks.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of a damaged checkpoint it is told")
class CheckpointDamagesTest {

  private static final ArtifactFormat FORMAT = ArtifactFormat.of("hardgnn-checkpoint", 1);

  @TempDir private Path folder;
  private RunFolder run;

  @BeforeEach
  void begin() {
    run = RunFolder.newest(folder);
  }

  private void write(int epoch) {
    Map<String, TensorData> tensors = Map.of("w", TensorData.ofFloats(new float[] {epoch, 2}, 2));
    ArtifactDirectory.write(
        run.path(),
        FORMAT,
        out -> {
          out.json("state.json", Map.of("epoch", epoch));
          out.tensors("current.safetensors", tensors);
          out.tensors("best.safetensors", tensors);
        });
  }

  private CheckpointDamages damaged(long seed) throws IOException {
    write(1);
    write(2);
    CheckpointDamages damages = new CheckpointDamages(new SplittableRandom(seed));
    assertThat(damages.damage(run)).isPresent();
    assertThat(damages.damage(run)).as("one at a time").isEmpty();
    return damages;
  }

  /** Goes back, and says so as training does. */
  private String goBack() throws IOException {
    ArtifactDirectory.WentBack back = ArtifactDirectory.goBack(run.path(), FORMAT).orElseThrow();
    String state = Files.readString(back.version().resolve("state.json"));
    return "WARN Checkpoint - the newest checkpoint cannot be used ("
        + back.damage().getMessage()
        + "); training goes on from "
        + back.version()
        + ", after epoch "
        + state.replaceAll("\\D", "");
  }

  @Test
  @DisplayName("whether training names it and what took its place, in every kind of damage")
  void said() throws IOException {
    for (long seed = 0; seed < 40; seed++) {
      CheckpointDamages damages = damaged(seed);
      damages.judge(List.of(goBack()), true);
      assertThat(damages.wrong()).isEmpty();
      assertThat(List.of(damages.damaged(), damages.said(), damages.unsaid()))
          .containsExactly(1, 1, 0);
    }
  }

  @Test
  @DisplayName("nothing wrong where the process was killed before it noticed, or could say so")
  void killed() throws IOException {
    CheckpointDamages damages = damaged(1);
    damages.judge(List.of(), false);
    assertThat(damages.damage(run)).as("still to be noticed").isEmpty();
    goBack();
    damages.judge(List.of(), false);
    assertThat(damages.wrong()).isEmpty();
    assertThat(List.of(damages.damaged(), damages.said(), damages.unsaid()))
        .containsExactly(1, 0, 1);
    assertThat(damages.damage(run)).as("the damaged one is no whole one").isEmpty();
    write(3);
    assertThat(damages.damage(run)).isPresent();
  }

  @Test
  @DisplayName("what is wrong where training is silent, names another version or warns of nothing")
  void wrong() throws IOException {
    CheckpointDamages silent = damaged(2);
    silent.judge(List.of(), true);
    assertThat(silent.wrong()).singleElement().asString().startsWith("nothing said of ");

    CheckpointDamages other = damaged(3);
    other.judge(List.of(goBack().replaceAll("after epoch \\d", "after epoch 9")), true);
    assertThat(other.wrong()).hasSize(2);

    CheckpointDamages idle = new CheckpointDamages(new SplittableRandom(4));
    idle.judge(List.of("WARN something else"), true);
    assertThat(idle.wrong()).singleElement().asString().contains("something else");
  }
}
