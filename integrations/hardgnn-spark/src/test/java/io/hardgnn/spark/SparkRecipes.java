package io.hardgnn.spark;

import io.hardgnn.HardGNN;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.transitions.TransitionCounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What docs/spark.md shows: its Java stands here to the letter. */
final class SparkRecipes {

  private SparkRecipes() {}

  static void scoring(Dataset<Row> customers, Dataset<Row> sessions) {
    HardGNNSparkModel model = HardGNNSparkModel.of("hdfs:///models/onnx");
    model.recommendForAllUsers(20).write().parquet("recommendations");
    model.recommendForUserSubset(customers, 20).show();
    model.transform(sessions).show(); // a column "history", array of item ids, oldest first
    model.similarItems(10).write().parquet("similar");
  }

  static void preparation(SparkSession spark) {
    PreparedEvents prepared =
        SparkDatasetBuilder.of(spark.read().parquet("events"))
            .columns("customer", "article", "bought_at")
            .order("event_id")
            .errorPolicy(ErrorPolicy.SKIP)
            .split(Split.lastShare(0.1, 0.1))
            .write("hdfs:///prepared");
    System.out.println(prepared.report().statistics());
    io.hardgnn.data.Dataset dataset = prepared.dataset(); // on the driver
    System.out.println(dataset.fingerprint());
  }

  static void counts(PreparedEvents prepared) {
    ClusterCounts counts = ClusterCounts.of(prepared);
    counts.transitions(TransitionCounter.defaults().neighbours(300)).write().parquet("transitions");
    counts.cooccurrences(200, 50).write().parquet("together");
    counts.popularity().write().parquet("popularity");
  }

  static HardGNNSparkModel training(SparkSession spark) throws java.io.IOException {
    HardGNN hardGnn = HardGNN.builder().build();
    HardGNNSparkModel model =
        HardGNNSpark.of(BundleTrainer.of(hardGnn, Path.of("onnx")), "hdfs:///prepared")
            .setTimeCol("bought_at")
            .fit(spark.read().parquet("events"));
    model.write().overwrite().save("hdfs:///models/shop");
    return model;
  }

  /** A stream of {@code user, item, time} in, a stream of {@code user, history} out. */
  static Dataset<Row> histories(Dataset<Row> events) {
    int newest = 50;
    StructType schema =
        new StructType()
            .add("user", DataTypes.StringType)
            .add("history", DataTypes.createArrayType(DataTypes.StringType));
    FlatMapGroupsWithStateFunction<String, Row, String[], Row> remember =
        (user, rows, state) -> {
          List<String> history = new ArrayList<>();
          if (state.exists()) {
            history.addAll(List.of(state.get()));
          }
          List<Row> batch = new ArrayList<>();
          rows.forEachRemaining(batch::add);
          batch.sort(Comparator.comparingLong(row -> row.getLong(2)));
          for (Row row : batch) {
            if (!history.contains(row.getString(1))) { // as by default in training
              history.add(row.getString(1));
            }
          }
          List<String> kept = history.subList(Math.max(0, history.size() - newest), history.size());
          state.update(kept.toArray(String[]::new));
          return List.of(RowFactory.create(user, kept.toArray())).iterator();
        };
    return events
        .na()
        .drop() // a message that was not read
        .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
        .flatMapGroupsWithState(
            remember,
            OutputMode.Update(),
            Encoders.javaSerialization(String[].class),
            Encoders.row(schema),
            GroupStateTimeout.NoTimeout());
  }

  static Dataset<Row> live(HardGNNSparkModel model, Dataset<Row> events) {
    return model.setNumItems(10).transform(histories(events));
  }
}
