package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The batch job that recommends to all users")
final class RecommendToAllTest {

  @TempDir static Path folder;
  private static Path bundle;
  private static List<String> expected;

  @BeforeAll
  static void export() {
    bundle = SmallBundle.export(folder);
    expected = new ArrayList<>(List.of("user,rank,item,score"));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      for (String user : recommender.users().ids()) {
        int rank = 1;
        for (Recommendation item : recommender.recommendAll(List.of(user), 5).get(user)) {
          expected.add(user + "," + rank++ + "," + item.item() + "," + item.score());
        }
      }
    }
  }

  private static Console run(Path out, String... options) {
    List<String> line =
        new ArrayList<>(List.of("--bundle", bundle.toString(), "--out", out.toString()));
    line.addAll(List.of(options));
    if (!line.contains("--n")) {
      line.addAll(List.of("--n", "5"));
    }
    return Console.of(() -> RecommendToAll.run(line.toArray(String[]::new)));
  }

  @ParameterizedTest(name = "{0} users a block, {1} threads")
  @CsvSource({"1024, 2", "7, 1", "7, 3", "1, 2", "2147483647, 1"})
  @DisplayName("writes a row for each item of each user, in their order, and the throughput")
  void rows(String block, String threads) throws IOException {
    Path out = folder.resolve("all-" + block + "-" + threads + ".csv");
    Console console = run(out, "--block", block, "--threads", threads);
    assertThat(console.code()).as(console.err()).isZero();
    assertThat(console.out()).startsWith(SmallData.USERS + " users in ").contains(" users/s");
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(1 + 5 * SmallData.USERS);
    for (int row = 0; row < rows.size(); row++) {
      // Scores of a block may differ in the last bit from those of one user alone.
      assertThat(withoutScore(rows.get(row))).isEqualTo(withoutScore(expected.get(row)));
    }
  }

  private static String withoutScore(String row) {
    return row.substring(0, row.lastIndexOf(','));
  }

  @Test
  @DisplayName("compresses a file whose name ends with .gz")
  void compressed() throws IOException {
    assertThat(run(folder.resolve("all.csv.gz")).code()).isZero();
    assertThat(run(folder.resolve("all.csv")).code()).isZero();
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("all.csv.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(Files.readString(folder.resolve("all.csv")));
    }
  }

  @Test
  @DisplayName("leaves what was there, and nothing beside it, where it fails")
  void fails() throws IOException {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path out = Files.writeString(place.resolve("all.csv"), "yesterday's");
    Console none =
        Console.of(
            () ->
                RecommendToAll.run(
                    "--bundle", folder.resolve("none").toString(), "--out", out.toString()));
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).startsWith("error: ").contains("none").hasLineCount(1);
    Console zero = run(out, "--n", "0");
    assertThat(zero.code()).isEqualTo(2);
    assertThat(zero.err()).contains("--n must be at least 1, not 0");
    assertThat(out).hasContent("yesterday's");
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  @DisplayName("quotes ids as RFC 4180 has it")
  void quotes() {
    assertThat(RecommendToAll.field("a b")).isEqualTo("a b");
    assertThat(RecommendToAll.field("a,b")).isEqualTo("\"a,b\"");
    assertThat(RecommendToAll.field("6\" disc")).isEqualTo("\"6\"\" disc\"");
  }
}
