package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.History;
import io.hardgnn.Recommendation;
import io.hardgnn.data.DataException;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("HardGNNSpark")
final class HardGNNSparkTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("customer", DataTypes.StringType)
          .add("item", DataTypes.StringType)
          .add("bought_at", DataTypes.LongType);

  @TempDir private Path folder;

  private static Dataset<Row> events() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 600; n++) {
      rows.add(
          RowFactory.create(
              "u" + random.nextInt(40), "i" + random.nextInt(25), 1_700_000_000L + n));
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA);
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("prepares on the cluster, trains here, and gives a model that recommends there")
  void trains() {
    Path bundle = folder.resolve("onnx");
    HardGNN hardGnn =
        HardGNN.builder()
            .encoder(new ResidualGraph().embeddingDim(8).timeGaps(true))
            .epochs(1)
            .build();
    HardGNNSpark estimator =
        HardGNNSpark.of(BundleTrainer.of(hardGnn, bundle), folder.resolve("work").toString())
            .setUserCol("customer")
            .setTimeCol("bought_at")
            .setPreparation(builder -> builder.minItemInteractions(3));
    HardGNNSparkModel model =
        (HardGNNSparkModel)
            new Pipeline().setStages(new PipelineStage[] {estimator}).fit(events()).stages()[0];
    assertThat(model.parent()).isNotNull();
    Map<String, List<String>> lists = LocalSpark.lists(model.recommendForAllUsers(3));
    try (OnnxRecommender local = OnnxRecommender.open(bundle)) {
      assertThat(lists.keySet()).containsExactlyInAnyOrderElementsOf(local.users().ids());
      for (String user : local.users().ids()) {
        assertThat(lists.get(user))
            .isEqualTo(local.recommend(user, 3).stream().map(Recommendation::item).toList());
      }
      readsTimes(model, local);
    }
    assertThat(model.recommendForAllUsers(1).columns()[0]).isEqualTo("customer");
  }

  private static void readsTimes(HardGNNSparkModel model, OnnxRecommender local) {
    List<String> items = local.items().ids().subList(0, 3);
    List<Instant> times =
        Stream.of("2026-01-01T00:00:00Z", "2026-01-01T00:00:07Z", "2026-11-29T00:00:00Z")
            .map(Instant::parse)
            .toList();
    List<Float> expected = scores(local.recommendFor(History.of(items, times), 5));
    assertThat(expected).isNotEqualTo(scores(local.recommendFor(items, 5)));
    for (String type : List.of("timestamp", "timestamp_ntz")) { // without a zone it is UTC
      assertThat(scores(model, items, times, type)).as(type).isEqualTo(expected);
    }
  }

  private static List<Float> scores(
      HardGNNSparkModel model, List<String> items, List<Instant> times, String type) {
    String moments =
        times.stream()
            .map(time -> type + "'" + (type.equals("timestamp") ? time : utc(time)) + "'")
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT array('%s') AS history, array(%s) AS at"
            .formatted(String.join("', '", items), moments);
    List<Row> answer =
        model
            .setTimesCol("at")
            .setNumItems(5)
            .transform(LocalSpark.session().sql(sql))
            .collectAsList()
            .get(0)
            .getList(2);
    return answer.stream().map(row -> row.getFloat(1)).toList();
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  private static List<Float> scores(List<Recommendation> recommended) {
    return recommended.stream().map(Recommendation::score).toList();
  }

  @Test
  @DisplayName("passes on what a trainer throws, and refuses columns that are not there")
  void fails() {
    HardGNNSpark estimator =
        HardGNNSpark.of(
            prepared -> {
              throw new IllegalStateException("trained nothing of " + prepared.folder());
            },
            folder.toString());
    assertThatThrownBy(() -> estimator.fit(events()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Spark rows have no column 'user' and 'timestamp', their columns are"
                + " [customer, item, bought_at]; set userCol, itemCol or timeCol");
    estimator.setUserCol("Customer").setTimeCol("bought_at"); // Spark does not tell C from c
    assertThatThrownBy(() -> estimator.fit(events()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trained nothing");
  }
}
