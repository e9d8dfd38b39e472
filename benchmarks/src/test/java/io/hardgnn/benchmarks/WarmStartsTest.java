package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Benchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The program that compares warm and cold starts")
class WarmStartsTest {

  @TempDir Path folder;

  @Test
  @Tag("thorough") // three trainings
  @DisplayName("trains on older and on all events, and starts the last training from the first")
  void rows() throws IOException {
    List<Map<String, Object>> rows =
        ProgramRun.rows(
            new WarmStarts(),
            folder.resolve("warm.json"),
            "--data=" + SmallSet.write(folder.resolve("small.csv")),
            "--embedding-dim=8",
            "--epochs=2");
    assertThat(rows)
        .extracting(row -> row.get("training"))
        .containsExactly("before", "cold", "warm");
    assertThat(rows).extracting(row -> row.get("epochs")).containsOnly(2);
    assertThat(rows.get(2).get("NDCG@10 after epoch 1"))
        .as("from where the first ended")
        .isNotEqualTo(rows.get(1).get("NDCG@10 after epoch 1"));
    assertThat(rows.get(1).get("epochs to the best of cold")).isIn("1", "2");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(Benchmark.number(row, "best NDCG@10"))
                  .isGreaterThanOrEqualTo(Benchmark.number(row, "NDCG@10 after epoch 1"));
              assertThat(Benchmark.number(row, "test NDCG@10")).isBetween(0.0, 1.0);
            });
  }
}
