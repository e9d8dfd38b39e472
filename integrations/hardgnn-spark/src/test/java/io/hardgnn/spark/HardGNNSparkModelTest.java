package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.spark.scoring.OpenBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HardGNNSparkModel")
final class HardGNNSparkModelTest {

  private static final int USERS = 300;
  private static final int ITEMS = 120;
  private static final StructType HISTORIES =
      new StructType()
          .add("row", DataTypes.IntegerType)
          .add("history", DataTypes.createArrayType(DataTypes.StringType));

  @TempDir private static Path folder;
  private static Path bundle;
  private static OnnxRecommender local;
  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = LocalSpark.session();
    bundle = RandomBundle.write(folder.resolve("bundle"), USERS, ITEMS, 8, 7);
    local = OnnxRecommender.open(bundle);
  }

  @AfterAll
  static void close() {
    local.close();
  }

  private static HardGNNSparkModel model() {
    return HardGNNSparkModel.of(bundle.toString()).setBatchSize(13);
  }

  private static void assertSame(List<Row> rows, List<Recommendation> expected) {
    assertThat(rows.stream().map(row -> row.getString(0)).toList())
        .isEqualTo(expected.stream().map(Recommendation::item).toList());
    for (int i = 0; i < expected.size(); i++) {
      float score = expected.get(i).score();
      // The size of a block of users may change the last bits.
      assertThat(rows.get(i).getFloat(1))
          .isCloseTo(score, Offset.offset(1e-6f * Math.max(1, Math.abs(score))));
    }
  }

  /** Collects rows of an id and a list, by id. */
  private static Map<String, List<Row>> answers(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getList(1)));
  }

  @Test
  @DisplayName("recommends to all users what one machine recommends, having opened the bundle once")
  void allUsers() {
    OpenBundles.closeIdle();
    int before = OpenBundles.opened();
    List<Row> rows = model().recommendForAllUsers(7).collectAsList();
    assertThat(OpenBundles.opened() - before).isOne();
    assertThat(rows).hasSize(USERS);
    for (Row row : rows) {
      assertSame(row.getList(1), local.recommend(row.getString(0), 7));
    }
    assertThat(rows.stream().map(row -> row.getString(0)).distinct()).hasSize(USERS);
    assertThat(rows.get(0).schema().fieldNames()).containsExactly("user", "recommendations");
  }

  @Test
  @DisplayName("recommends from 8-bit whole numbers what one machine recommends from them")
  void wholeNumbers() {
    Path int8 = RandomBundle.write(folder.resolve("int8"), 40, 1500, 8, 3, WeightFormat.INT8);
    try (OnnxRecommender expected = OnnxRecommender.open(int8)) {
      Map<String, List<Row>> answers =
          answers(HardGNNSparkModel.of(int8.toString()).setBatchSize(13).recommendForAllUsers(5));
      assertThat(answers).hasSize(40);
      answers.forEach((user, items) -> assertSame(items, expected.recommend(user, 5)));
    }
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("gives seen items too if asked, under the names asked for")
  void names() {
    Dataset<Row> rows =
        model()
            .setExcludeSeen(false)
            .setUserCol("customer")
            .setOutputCol("articles")
            .recommendForAllUsers(ITEMS);
    assertThat(rows.columns()).containsExactly("customer", "articles");
    Row row = rows.filter("customer = 'u17'").first();
    assertSame(row.getList(1), local.recommend("u17", ITEMS, ItemFilter.unseen().includingKnown()));
    assertThat(row.getList(1)).hasSize(ITEMS);
  }

  private static Dataset<Row> users(String... ids) {
    return spark.createDataset(Arrays.asList(ids), Encoders.STRING()).toDF("user");
  }

  @Test
  @DisplayName("answers unknown users as coldStartStrategy says, repeated ones once, nulls not")
  void subset() {
    Dataset<Row> asked = users("u3", "nobody", "u3", null, "u200");
    Map<String, List<Row>> dropped = answers(model().recommendForUserSubset(asked, 4));
    assertThat(dropped).containsOnlyKeys("u3", "u200");
    assertSame(dropped.get("u3"), local.recommend("u3", 4));
    assertThat(answers(model().setColdStartStrategy("empty").recommendForUserSubset(asked, 4)))
        .containsOnlyKeys("u3", "u200", "nobody")
        .containsEntry("nobody", List.of());
    assertSame(
        answers(model().setColdStartStrategy("popular").recommendForUserSubset(asked, 4))
            .get("nobody"),
        local.recommendFor(List.of(), 4));
    assertThatThrownBy(() -> model().setColdStartStrategy("nan"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> items(List<Recommendation> list) {
    return list.stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("transforms rows by their history, unknown items and nulls left out")
  void transform() {
    List<List<String>> histories = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 40; user++) {
      List<String> history = new ArrayList<>(local.history("u" + user).items());
      history.add("no such item");
      histories.add(history);
      rows.add(RowFactory.create(user, history.toArray()));
    }
    histories.add(List.of());
    rows.add(RowFactory.create(40, null));
    histories.add(List.of("i5"));
    rows.add(RowFactory.create(41, new Object[] {null, "i5"}));
    Dataset<Row> answered =
        model().setNumItems(5).transform(spark.createDataFrame(rows, HISTORIES));
    assertThat(answered.columns()).containsExactly("row", "history", "recommendations", "source");
    List<Row> collected = answered.orderBy("row").collectAsList();
    assertThat(collected).hasSize(42);
    for (Row row : collected) {
      assertSame(row.getList(2), local.recommendFor(histories.get(row.getInt(0)), 5));
    }
    assertThat(collected.get(3).getString(3)).isEqualTo("cold");
    assertThat(collected.get(40).getString(3)).isEqualTo("fallback");
  }

  @Test
  @DisplayName("takes the times of histories from a column, which must be arrays of timestamps")
  void times() {
    Dataset<Row> rows =
        spark
            .sql(
                "SELECT 1 AS row, array('i5', 'i6') AS history,"
                    + " array(timestamp'2026-11-29 12:00:00', null) AS at, array(1L, 2L) AS number"
                    + " UNION ALL SELECT 2, array('i5'), null, null"
                    + " UNION ALL SELECT 3, array('i5', null),"
                    + " array(timestamp'2026-11-29 12:00:00', null), null")
            .orderBy("row");
    List<Row> answered = model().setNumItems(5).setTimesCol("at").transform(rows).collectAsList();
    assertThat(answered.get(0).schema().fieldNames())
        .containsExactly("row", "history", "at", "number", "recommendations", "source");
    assertSame(answered.get(0).getList(4), local.recommendFor(List.of("i5", "i6"), 5));
    assertSame(answered.get(1).getList(4), local.recommendFor(List.of("i5"), 5));
    assertSame(answered.get(2).getList(4), local.recommendFor(List.of("i5"), 5));
    assertThatThrownBy(() -> model().setTimesCol("number").transform(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the column 'number' must be an array of timestamps, but is array<bigint>");
    Dataset<Row> tooFew =
        spark.sql("SELECT array('i5', 'i6') AS history, array(current_timestamp()) AS at");
    assertThatThrownBy(() -> model().setTimesCol("at").transform(tooFew).collectAsList())
        .hasStackTraceContaining("a history of 2 items has 1 times");
    Dataset<Row> unknown = spark.sql("SELECT array('i5', 'i6') AS history, array(null) AS at");
    assertThatThrownBy(
            () ->
                model()
                    .setTimesCol("at")
                    .transform(unknown.selectExpr("history", "cast(at AS array<timestamp>) AS at"))
                    .collectAsList())
        .hasStackTraceContaining("a history of 2 items has 1 times");
  }

  @Test
  @DisplayName("refuses rows without a column of arrays, and a column that is there already")
  void schema() {
    Dataset<Row> texts = users("a").withColumnRenamed("user", "history");
    assertThatThrownBy(() -> model().transform(texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an array");
    Dataset<Row> structs = spark.sql("SELECT array(struct(1 AS at, 'i5' AS item)) AS history");
    assertThatThrownBy(() -> model().transform(structs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an array of item ids, but is array<struct<");
    Dataset<Row> capital = spark.sql("SELECT array('i5') AS history, 1 AS Source");
    assertThatThrownBy(() -> model().transform(capital))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'source' already");
    Dataset<Row> twice = spark.createDataFrame(List.<Row>of(), HISTORIES);
    assertThatThrownBy(() -> model().setOutputCol("row").transform(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'row' already");
    assertThatThrownBy(() -> model().setSourceCol("recommendations").transform(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'recommendations' already");
    assertThatThrownBy(() -> model().setOutputCol("user").recommendForAllUsers(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'user' already");
  }

  @Test
  @DisplayName("finds similar items of all items and of some")
  void similar() {
    Map<String, List<Row>> all = answers(model().similarItems(3));
    assertThat(all).hasSize(ITEMS);
    all.forEach((item, alike) -> assertSame(alike, local.similarItems(item, 3)));
    Dataset<Row> some = users("i17", "none", "i2").withColumnRenamed("user", "item");
    Map<String, List<Row>> ofSome = answers(model().similarItems(some, 3));
    assertThat(ofSome).containsOnlyKeys("i17", "i2");
    assertSame(ofSome.get("i2"), local.similarItems("i2", 3));
    assertThat(answers(model().setColdStartStrategy("empty").similarItems(some, 3)))
        .containsEntry("none", List.of());
  }

  @Test
  @DisplayName("is saved in a pipeline with its bundle and loaded without the first one")
  void pipeline() throws IOException {
    Path own = RandomBundle.write(folder.resolve("own"), 20, 30, 4, 11);
    HardGNNSparkModel stage = HardGNNSparkModel.of(own.toString()).setNumItems(3);
    Dataset<Row> rows =
        spark.createDataFrame(List.of(RowFactory.create(1, new Object[] {"i1", "i7"})), HISTORIES);
    List<Row> before = stage.transform(rows).collectAsList();
    Path saved = folder.resolve("pipeline");
    PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {stage}).fit(rows);
    pipeline.write().overwrite().save(saved.toString());
    pipeline.write().overwrite().save(saved.toString());
    OpenBundles.closeIdle();
    deleteAll(own);
    PipelineModel loaded = PipelineModel.load(saved.toString());
    HardGNNSparkModel found = (HardGNNSparkModel) loaded.stages()[0];
    assertThat(found.uid()).isEqualTo(stage.uid());
    assertThat(found.explainParams()).contains("numItems", "current: 3");
    assertThat(loaded.transform(rows).collectAsList()).isEqualTo(before);
    assertThat(found.copy(new org.apache.spark.ml.param.ParamMap()).transform(rows).count())
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"saved", "säved models"})
  @DisplayName("is not saved over the bundle that it uses, whatever the folder is called")
  void overItself(String name) throws IOException {
    Path own = RandomBundle.write(folder.resolve("first"), 20, 30, 4, 11);
    String saved = folder.resolve(name).toString();
    HardGNNSparkModel.of(own.toString()).write().save(saved);
    HardGNNSparkModel loaded = HardGNNSparkModel.load(saved);
    assertThat((String) loaded.getOrDefault(loaded.bundle()))
        .startsWith("file:/")
        .endsWith("/" + name + "/bundle");
    assertThatThrownBy(() -> loaded.write().overwrite().save(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would be deleted; name another folder");
    assertThat(loaded.recommendForAllUsers(3).count()).isEqualTo(20);
    String elsewhere = folder.resolve(name + " too").toString();
    loaded.write().overwrite().save(elsewhere);
    assertThat(HardGNNSparkModel.load(elsewhere).recommendForAllUsers(3).count()).isEqualTo(20);
  }

  @Test
  @DisplayName("leaves what was saved before in place when its bundle is gone")
  void bundleGone() throws IOException {
    Path own = RandomBundle.write(folder.resolve("gone"), 20, 30, 4, 11);
    HardGNNSparkModel model = HardGNNSparkModel.of(own.toString());
    String saved = folder.resolve("kept").toString();
    model.write().save(saved);
    deleteAll(own);
    assertThatThrownBy(() -> model.write().overwrite().save(saved))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("gone");
    assertThat(HardGNNSparkModel.load(saved).recommendForAllUsers(3).count()).isEqualTo(20);
  }

  private static void deleteAll(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  @DisplayName("takes the bundle from a storage that Hadoop reaches")
  void storage() throws IOException {
    // Hadoop's "viewfs"-like schemes need a cluster; its own local file system under another name
    // is a storage as good as any to the code.
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.stored.impl", StoredFileSystem.class.getName());
    Path own = RandomBundle.write(folder.resolve("stored"), 25, 30, 4, 5);
    HardGNNSparkModel model = HardGNNSparkModel.of("stored://" + own);
    try (OnnxRecommender expected = OnnxRecommender.open(own)) {
      Map<String, List<String>> lists = LocalSpark.lists(model.recommendForAllUsers(3));
      assertThat(lists).hasSize(25);
      assertThat(lists.get("u4")).isEqualTo(items(expected.recommend("u4", 3)));
    }
    // Stored anew, with the same content in another folder.
    Path current = own.resolve(ArtifactDirectory.CURRENT);
    String version = Files.readString(current);
    String anew = version.replace("version-1-", "version-2-");
    Files.move(own.resolve(version.strip()), own.resolve(anew.strip()));
    Files.writeString(current, anew);
    OpenBundles.closeIdle();
    assertThat(model.recommendForAllUsers(3).count()).isEqualTo(25);
    model.write().save(folder.resolve("from-storage").toString());
    assertThat(
            HardGNNSparkModel.load(folder.resolve("from-storage").toString())
                .recommendForAllUsers(3)
                .count())
        .isEqualTo(25);
    // Damaged after the driver has checked it: the executor says so.
    OpenBundles.closeIdle();
    Dataset<Row> rows = model.recommendForAllUsers(2);
    try (Stream<Path> files = Files.walk(own)) {
      Path table = files.filter(file -> file.endsWith("item_embedding.f32")).findFirst().get();
      Files.write(table, new byte[] {1, 2, 3});
    }
    assertReason(rows, ArtifactException.Reason.CORRUPT);
  }

  private static void assertReason(Dataset<Row> rows, ArtifactException.Reason reason) {
    assertThatThrownBy(rows::collectAsList)
        .satisfies(
            failure ->
                assertThat(causes(failure))
                    .filteredOn(ArtifactException.class::isInstance)
                    .map(cause -> ((ArtifactException) cause).reason())
                    .containsExactly(reason));
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause).toList();
  }

  @Test
  @DisplayName("tells by a typed reason that a bundle is missing or damaged, before any task")
  void damaged() throws IOException {
    assertThatThrownBy(
            () -> HardGNNSparkModel.of(folder.resolve("nothing").toString()).similarItems(1))
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.MISSING));
    Path own = RandomBundle.write(folder.resolve("damaged"), 25, 30, 4, 6);
    try (Stream<Path> files = Files.walk(own)) {
      Path table = files.filter(file -> file.endsWith("user_embedding.f32")).findFirst().get();
      Files.write(table, new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> HardGNNSparkModel.of(own.toString()).recommendForAllUsers(2))
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT));
  }

  @Test
  @DisplayName("needs a bundle and at least one item")
  void wrongCalls() {
    assertThatThrownBy(() -> new HardGNNSparkModel("empty").recommendForAllUsers(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("setBundle");
    assertThatThrownBy(() -> model().recommendForAllUsers(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> model().setNumItems(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
