package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("A published split")
class GivenSplitTest {

  private static final int GROUPS = 4;
  private static final int USERS = 80;
  private static final int ITEMS_OF_GROUP = 8;

  @TempDir private Path folder;

  @Test
  @Tag("thorough") // a training
  @DisplayName("is learned by a model without sequences, beyond popularity")
  void learned() throws Exception {
    Path train = folder.resolve("train.txt");
    Path test = folder.resolve("test.txt");
    write(train, test);
    GivenSplit program = new GivenSplit();
    new CommandLine(program)
        .parseArgs(
            "--train=" + train, "--test=" + test, "--presets=bprMf", "--epochs=500", "--cutoff=2");
    List<Map<String, Object>> rows = program.measure().rows();
    assertThat(rows)
        .extracting(row -> row.get("model"))
        .containsExactly("bprMf", "item-knn", "popularity");
    // Each user likes all items of a group, and two of them are held out.
    assertThat((double) rows.get(0).get("Recall@2")).isGreaterThan(0.6);
    assertThat((double) rows.get(1).get("Recall@2")).isGreaterThan(0.9);
    assertThat((double) rows.get(2).get("Recall@2")).isLessThan(0.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sasRec", "nothing"})
  @DisplayName("refuses a preset that it cannot train before it trains the one before")
  void refuses(String preset) throws IOException {
    Path train = folder.resolve("train.txt");
    Path test = folder.resolve("test.txt");
    write(train, test);
    GivenSplit program = new GivenSplit();
    new CommandLine(program)
        .parseArgs("--train=" + train, "--test=" + test, "--presets=bprMf," + preset);
    assertThatThrownBy(program::measure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(preset);
  }

  private static void write(Path train, Path test) throws IOException {
    List<String> training = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      int group = user % GROUPS;
      for (int n = 0; n < ITEMS_OF_GROUP; n++) {
        String line = user + "\t" + (group * ITEMS_OF_GROUP + n) + "\t1";
        boolean held = (n + user / GROUPS) % ITEMS_OF_GROUP < 2;
        (held ? heldOut : training).add(line);
      }
    }
    Files.write(train, training);
    Files.write(test, heldOut);
  }
}
