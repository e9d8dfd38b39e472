package io.hardgnn.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The loader of golden cases")
class GoldenCasesTest {

  @Test
  @DisplayName("finds two cases of each of the four presets among the bundled ones")
  void bundledCases() {
    assertThat(GoldenCases.bundled())
        .extracting(GoldenCase::name)
        .containsExactly(
            "paper_A",
            "paper_B",
            "stable_A",
            "stable_B",
            "reference_A",
            "reference_B",
            "reference_tf2_A",
            "reference_tf2_B");
    assertThat(GoldenCases.bundled())
        .allSatisfy(golden -> assertThat(golden.name()).startsWith(golden.text("preset") + "_"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("reads tensors, lists and settings that agree with each other")
  void consistent(GoldenCase golden) {
    int users = golden.integer("U");
    int items = golden.integer("V");
    int d = golden.integer("d");
    int intervals = golden.integer("T");
    GoldenInputs in = golden.inputs();
    GoldenExpected out = golden.expected();
    int rows = in.batchUsers().length;

    assertThat(golden.param("user_emb").shape()).containsExactly(intervals, users, d);
    assertThat(golden.param("item_emb").shape()).containsExactly(intervals, items, d);
    assertThat(golden.param("pos_emb").shape()).containsExactly(golden.integer("M"), d);
    assertThat(in.history()).hasNumberOfRows(users);
    assertThat(in.edges()).hasSize(intervals).allSatisfy(edges -> assertPairs(edges, users, items));
    assertThat(in.ssl())
        .hasSize(intervals)
        .allSatisfy(
            pairs -> {
              assertPairs(pairs, users, items);
              assertThat(pairs.user().length).isEven();
            });
    assertThat(in.targets()).hasSize(rows);
    assertThat(in.mineExclude()).hasNumberOfRows(rows);
    assertThat(in.sequence().shape()).containsExactly(rows, golden.integer("M"));
    assertThat(in.mask().shape()).isEqualTo(in.sequence().shape());
    assertThat(in.nce().sharedNeg() == null).isEqualTo(golden.text("nce").equals("own"));
    for (int k = 0; k < in.rec().row().length; k++) {
      assertThat(in.batchUsers()[in.rec().row()[k]]).isEqualTo(in.rec().user()[k]);
    }

    assertThat(out.grads().keySet()).isEqualTo(golden.params().keySet());
    golden
        .params()
        .forEach(
            (name, param) ->
                assertThat(out.grads().get(name).shape())
                    .as("gradient of " + name)
                    .isEqualTo(param.shape()));
    assertThat(out.tensor("e_user").shape()).containsExactly(intervals, users, d);
    assertThat(out.tensor("h_item").shape()).containsExactly(items, intervals, d);
    assertThat(out.tensor("scores_all").shape()).containsExactly(rows, items);
    assertThat(out.minedItems()).hasDimensions(rows, golden.integer("K"));
    assertThat(out.minedSims()).hasDimensions(rows, golden.integer("K"));
    GoldenAssert.assertClose(
        "L",
        out.loss("L_rec")
            + golden.number("beta") * out.loss("L_sal")
            + golden.number("reg") * out.loss("L_reg")
            + golden.number("lam") * out.loss("L_nce"),
        out.loss("L"),
        1e-12);
  }

  private static void assertPairs(GoldenInputs.Pairs pairs, int users, int items) {
    assertThat(pairs.user()).hasSameSizeAs(pairs.item());
    assertThat(Arrays.stream(pairs.user())).allMatch(user -> user >= 0 && user < users);
    assertThat(Arrays.stream(pairs.item())).allMatch(item -> item >= 0 && item < items);
  }

  @Test
  @DisplayName("reads every further case of the folders it is given")
  void furtherFolders(@TempDir Path one, @TempDir Path two) throws IOException {
    try (InputStream paper = GoldenCases.class.getResourceAsStream("paper_B.json")) {
      assertThat(paper).isNotNull();
      byte[] json = paper.readAllBytes();
      Files.write(one.resolve("mine.json"), json);
      Files.write(two.resolve("yours.json"), json);
      Files.writeString(two.resolve("README.md"), "no case");
    }
    assertThat(GoldenCases.in(one + "," + two))
        .extracting(GoldenCase::name)
        .containsExactly("mine", "yours");
    assertThat(GoldenCases.in(one + java.io.File.pathSeparator + two)).hasSize(2);
    assertThat(GoldenCases.in("")).isEmpty();
  }

  @Test
  @DisplayName("fails for a folder that does not exist, rather than testing nothing")
  void missingFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> GoldenCases.in(folder.resolve("absent").toString()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("hardgnn.golden")
        .hasMessageContaining("absent");
  }

  @Test
  @DisplayName("names the case and what is missing in it")
  void brokenCase() {
    byte[] json =
        "{\"config\": {}, \"inputs\": {}, \"params\": {}}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> GoldenCase.read("broken", json))
        .hasMessageContaining("golden case broken")
        .hasMessageContaining("'expected' is missing");
  }

  @Test
  @DisplayName("names the setting, the parameter or the output that is asked for in vain")
  void unknownNames() {
    GoldenCase golden = GoldenCases.bundled("paper_A");
    assertThatThrownBy(() -> golden.integer("depth")).hasMessageContaining("'depth'");
    assertThatThrownBy(() -> golden.number("rnn"))
        .hasMessageContaining("'rnn'")
        .hasMessageContaining("gru");
    assertThatThrownBy(() -> golden.param("nope"))
        .hasMessageContaining("'nope'")
        .hasMessageContaining("user_emb");
    assertThatThrownBy(() -> golden.expected().tensor("e")).hasMessageContaining("'e'");
  }
}
