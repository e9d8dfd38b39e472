package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.execution.streaming.runtime.MemoryStream;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The streaming recipe")
final class StreamingTest {

  @TempDir private Path folder;

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("keeps histories over batches and recommends by them what recommendFor recommends")
  void histories() throws Exception {
    Path bundle = RandomBundle.write(folder.resolve("bundle"), 10, 90, 8, 3);
    StructType schema =
        new StructType()
            .add("user", DataTypes.StringType)
            .add("item", DataTypes.StringType)
            .add("time", DataTypes.LongType);
    MemoryStream<Row> source = MemoryStream.apply(LocalSpark.session(), 2, Encoders.row(schema));
    StreamingQuery query =
        SparkRecipes.live(HardGNNSparkModel.of(bundle.toString()), source.toDF())
            .writeStream()
            .outputMode(OutputMode.Update())
            .format("memory")
            .queryName("live")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .start();
    Map<String, List<String>> histories = new TreeMap<>();
    Random random = new Random(1);
    boolean cut = false;
    try (OnnxRecommender local = OnnxRecommender.open(bundle)) {
      for (int batch = 0; batch < 3; batch++) {
        List<Row> rows = new ArrayList<>();
        rows.add(RowFactory.create("visitor0", null, 120L * batch)); // as of a broken message
        rows.add(RowFactory.create(null, "i1", 120L * batch));
        for (int n = 0; n < 120; n++) {
          String user = "visitor" + random.nextInt(batch == 2 ? 2 : 4);
          String item = "i" + random.nextInt(91); // one of them is not known
          rows.add(RowFactory.create(user, item, 120L * batch + n));
          List<String> history = histories.computeIfAbsent(user, key -> new ArrayList<>());
          if (!history.contains(item)) {
            history.add(item);
          }
        }
        source.addData(scala.jdk.javaapi.CollectionConverters.asScala(rows).toSeq());
        query.processAllAvailable();
        Map<String, Row> newest = new TreeMap<>();
        for (Row row : LocalSpark.session().table("live").collectAsList()) {
          newest.put(row.getString(0), row); // rows of later batches come later
        }
        assertThat(newest.keySet()).isEqualTo(histories.keySet());
        for (String user : histories.keySet()) {
          List<String> kept = histories.get(user);
          cut |= kept.size() > 50;
          kept.subList(0, Math.max(0, kept.size() - 50)).clear();
          List<Row> items = newest.get(user).getList(2);
          assertThat(newest.get(user).<String>getList(1)).isEqualTo(kept);
          assertThat(items.stream().map(row -> row.getString(0)).toList())
              .isEqualTo(local.recommendFor(kept, 10).stream().map(Recommendation::item).toList());
        }
      }
    } finally {
      query.stop();
    }
    assertThat(cut).as("a history grows longer than what is kept").isTrue();
  }
}
