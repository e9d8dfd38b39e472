package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.io.ArtifactException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Prepared events")
final class PreparedEventsTest {

  @TempDir private Path folder;

  /** Prepares 120 events of 40 users, in two files. */
  private PreparedEvents prepared() {
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 120; n++) {
      rows.add(RowFactory.create("u" + n / 3, "i" + n % 3, 1000L * n));
    }
    StructType schema =
        new StructType()
            .add("user", DataTypes.StringType)
            .add("item", DataTypes.StringType)
            .add("timestamp", DataTypes.LongType);
    return SparkDatasetBuilder.of(LocalSpark.session().createDataFrame(rows, schema))
        .minUserInteractions(1)
        .minItemInteractions(1)
        .shards(2)
        .write(folder.resolve("prepared").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"interactions", "users", "items"})
  @DisplayName("are not trained on where a file of them is gone")
  void missingFiles(String kind) throws Exception {
    PreparedEvents prepared = prepared();
    assertThat(prepared.dataset().users().size()).isEqualTo(40);
    try (Stream<Path> files = Files.list(folder.resolve("prepared").resolve(kind))) {
      Files.delete(files.filter(file -> file.toString().endsWith(".gz")).sorted().toList().get(0));
    }
    assertThatThrownBy(prepared::dataset)
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT));
  }
}
