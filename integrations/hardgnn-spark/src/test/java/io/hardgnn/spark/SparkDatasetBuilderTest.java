package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.MalformedRowException;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.transitions.TransitionCounter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SparkDatasetBuilder")
final class SparkDatasetBuilderTest {

  private static final StructType SCHEMA = schema(DataTypes.LongType);

  @TempDir private Path folder;

  private static StructType schema(DataType time) {
    return new StructType()
        .add("user", DataTypes.StringType)
        .add("item", DataTypes.StringType)
        .add("timestamp", time)
        .add("n", DataTypes.IntegerType);
  }

  private static org.apache.spark.sql.Dataset<Row> rows(List<Row> rows, StructType schema) {
    return LocalSpark.session().createDataFrame(rows, schema);
  }

  /** One random set with settings for both builders. */
  private static final class Case {
    final Random random;
    final List<Row> rows = new ArrayList<>();
    final RepeatRule repeats;
    final int minUser;
    final int minItem;
    final int minSequence;
    final Instant from;
    final Instant to;
    final Split split;
    final boolean holdOut;
    final boolean keep;

    Case(long seed) {
      random = new Random(seed);
      int users = 1 + random.nextInt(40);
      int items = 1 + random.nextInt(30);
      int size = 40 + random.nextInt(500);
      int times = 1 + random.nextInt(random.nextBoolean() ? 6 : 2000);
      for (int n = 0; n < size; n++) {
        int user = (int) (users * Math.pow(random.nextDouble(), 2));
        int item = (int) (items * Math.pow(random.nextDouble(), 2));
        rows.add(
            RowFactory.create(
                "u" + user * 7 % 41,
                item == 0 ? " i,\"0 " : "i" + item * 11 % 31,
                1_000_000L + random.nextInt(times),
                n));
      }
      repeats = RepeatRule.values()[random.nextInt(3)];
      minUser = 1 + random.nextInt(6);
      minItem = 1 + random.nextInt(6);
      minSequence = 1 + random.nextInt(3);
      from = random.nextInt(3) > 0 ? Instant.EPOCH : time(times / 5);
      to = random.nextInt(3) > 0 ? time(times + 1) : time(times - times / 8 + 1);
      split =
          switch (random.nextInt(3)) {
            case 0 -> Split.leaveOneOut();
            case 1 -> Split.byTime(time(times / 2), time(times * 3 / 4));
            default -> Split.lastShare(random.nextInt(3) * 0.1, random.nextInt(4) * 0.1);
          };
      holdOut = random.nextInt(8) > 0;
      keep = random.nextInt(3) == 0;
    }

    private static Instant time(int millis) {
      return Instant.ofEpochMilli(1_000_000L + millis);
    }

    Dataset local() {
      InteractionLog.Builder log = InteractionLog.builder();
      rows.forEach(row -> log.add(row.getString(0), row.getString(1), row.getLong(2)));
      return DatasetBuilder.of(log.build())
          .repeats(repeats)
          .minUserInteractions(minUser)
          .minItemInteractions(minItem)
          .minSequenceLength(minSequence)
          .from(from)
          .to(to)
          .split(split)
          .holdOut(holdOut)
          .keepUsersWithoutHistory(keep)
          .build();
    }

    PreparedEvents cluster(Path folder) {
      List<Row> given = new ArrayList<>(rows);
      SparkDatasetBuilder builder;
      if (random.nextBoolean()) {
        Collections.shuffle(given, random);
        builder = SparkDatasetBuilder.of(rows(given, SCHEMA).repartition(3)).order("n");
      } else {
        builder = SparkDatasetBuilder.of(rows(given, SCHEMA));
      }
      return builder
          .timeFormat(TimeFormat.EPOCH_MILLIS)
          .repeats(repeats)
          .minUserInteractions(minUser)
          .minItemInteractions(minItem)
          .minSequenceLength(minSequence)
          .from(from)
          .to(to)
          .split(split)
          .holdOut(holdOut)
          .keepUsersWithoutHistory(keep)
          .shards(1 + random.nextInt(3))
          .write(folder.toString());
    }
  }

  private static void assertSame(PreparedEvents prepared, Dataset expected) {
    Dataset found = prepared.dataset();
    assertThat(found.users().ids()).isEqualTo(expected.users().ids());
    assertThat(found.items().ids()).isEqualTo(expected.items().ids());
    assertThat(found.fingerprint()).isEqualTo(expected.fingerprint());
    assertThat(found.statistics()).isEqualTo(expected.statistics());
    PreparationReport report = prepared.report();
    assertThat(report.statistics()).isEqualTo(expected.statistics());
    assertThat(report.steps()).isEqualTo(expected.filterSteps());
    SplitStatistics counted = report.split();
    SplitStatistics split = expected.splitStatistics().orElseThrow();
    assertThat(withoutLater(counted)).isEqualTo(withoutLater(split));
    if (Double.isNaN(split.laterTraining())) {
      assertThat(counted.laterTraining()).isNaN();
    } else {
      assertThat(counted.laterTraining()).isCloseTo(split.laterTraining(), within(1e-12));
    }
    // what is on the cluster has the same numbers
    for (Row row : prepared.events().collectAsList()) {
      int user = row.getInt(0);
      int position = expected.all().start(user) + row.getInt(3) - 1;
      assertThat(row.getInt(1)).isEqualTo(expected.all().item(position));
      assertThat(row.getLong(2)).isEqualTo(expected.all().timestamp(position));
    }
    assertThat(prepared.events().where("part = 0").count())
        .isEqualTo(split.training().interactions());
  }

  private static SplitStatistics withoutLater(SplitStatistics from) {
    return new SplitStatistics(
        from.split(),
        from.training(),
        from.validation(),
        from.test(),
        from.unknownTargets(),
        from.knownTargets(),
        from.usersWithoutHistory(),
        0);
  }

  private void check(long seed) {
    Case one = new Case(seed);
    Dataset expected;
    try {
      expected = one.local();
    } catch (EmptyDatasetException | SplitException e) {
      assertThatThrownBy(() -> one.cluster(folder.resolve("s" + seed))).isInstanceOf(e.getClass());
      return;
    }
    PreparedEvents prepared = one.cluster(folder.resolve("s" + seed));
    assertSame(prepared, expected);
    assertThat(prepared.report().read().warnings()) // all times are of 1970
        .singleElement()
        .asString()
        .startsWith("no time is later than 1971, the last is 1970-01-01T00:16:4")
        .contains("is column timestamp really the time");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 1)
  @DisplayName("gives what DatasetBuilder gives: ids, order, split, fingerprint, statistics")
  void same(long seed) {
    check(seed);
  }

  @Test
  @Tag("thorough")
  @DisplayName("gives what DatasetBuilder gives, on 40 random sets")
  void sameOnMany() {
    for (long seed = 100; seed < 140; seed++) {
      check(seed);
    }
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName(
      "gives what DatasetBuilder gives of many Parquet files, with Spark's default settings")
  void parquet() throws Exception {
    SparkSession defaults = LocalSpark.withDefaultSettings();
    List<Row> rows = new ArrayList<>();
    InteractionLog.Builder log = InteractionLog.builder();
    Random random = new Random(23);
    for (int n = 0; n < 20_000; n++) {
      String user = "u" + (int) (900 * Math.pow(random.nextDouble(), 2));
      String item = "i" + (int) (400 * Math.pow(random.nextDouble(), 2));
      long time = 1_700_000_000_000L + 1000L * random.nextInt(5000); // with ties
      rows.add(RowFactory.create(user, item, time, n));
      log.add(user, item, time);
    }
    String events = folder.resolve("events").toString();
    Collections.shuffle(rows, random);
    defaults.createDataFrame(rows, SCHEMA).repartition(7).write().parquet(events);
    try (Stream<Path> files = Files.list(Path.of(events))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSize(7);
    }
    org.apache.spark.sql.Dataset<Row> read = defaults.read().parquet(events);
    assertThat(read.groupBy("user").count().queryExecution().toString())
        .contains("AdaptiveSparkPlan");
    assertThat(defaults.conf().get("spark.sql.codegen.wholeStage")).isEqualTo("true");
    assertThat(defaults.conf().get("spark.sql.codegen.factoryMode")).isEqualTo("FALLBACK");
    PreparedEvents prepared =
        SparkDatasetBuilder.of(read).order("n").write(folder.resolve("prepared").toString());
    assertSame(prepared, DatasetBuilder.of(log.build()).build());
    TransitionCounter counter = TransitionCounter.defaults();
    assertThat(ClusterCounts.of(prepared).collectTransitions(counter))
        .isEqualTo(counter.count(prepared.dataset().training()));
  }

  /** Lines of user, item and time as text, some of them malformed. */
  private static final List<String> LINES =
      List.of(
          ",i1,2024-01-01",
          "u1,i1,yesterday",
          "u1,i1,2024-01-01",
          "u1,i2,2024-01-02T10:00:00Z",
          "u1,i3,1704300000",
          "u2,NULL,2024-01-03",
          "u2,i1,2024-01-04",
          "u2,i2,2024-01-05 11:00",
          "u2,i3,1969-12-31",
          "u2,i3,2024-01-06");

  private static org.apache.spark.sql.Dataset<Row> lines() {
    List<Row> rows = new ArrayList<>();
    for (String line : LINES) {
      String[] fields = line.split(",", -1);
      rows.add(RowFactory.create(fields[0], fields[1], fields[2], rows.size()));
    }
    return rows(rows, schema(DataTypes.StringType));
  }

  private static SparkDatasetBuilder unfiltered(org.apache.spark.sql.Dataset<Row> rows) {
    return SparkDatasetBuilder.of(rows)
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1);
  }

  @Test
  @DisplayName("leaves out and counts the malformed rows that a reader leaves out")
  void malformed() throws Exception {
    Path csv = folder.resolve("lines.csv");
    Files.write(csv, LINES);
    InteractionLog log =
        DelimitedReader.builder()
            .header(false)
            .columnIndexes(0, 1, 2)
            .errorPolicy(ErrorPolicy.SKIP)
            .missingIds("NULL")
            .build()
            .read(csv);
    Dataset expected =
        DatasetBuilder.of(log)
            .minUserInteractions(1)
            .minItemInteractions(1)
            .minSequenceLength(1)
            .build();
    PreparedEvents prepared =
        unfiltered(lines().toDF("User_Id", "movieId", "ts", "n")) // names that readers know
            .errorPolicy(ErrorPolicy.SKIP)
            .missingIds("NULL", "NULL") // twice is as once
            .write(folder.resolve("skipped").toString());
    assertSame(prepared, expected);
    assertThat(prepared.report().read().rows()).isEqualTo(log.size());
    assertThat(prepared.report().read().skippedRows())
        .isEqualTo(5)
        .isEqualTo(log.report().skippedRows());
    assertThat(prepared.report().read().firstErrors())
        .hasSize(5)
        .element(2)
        .asString()
        .startsWith("Spark rows:5: ts: expected an ISO-8601 date");
    assertThatThrownBy(() -> unfiltered(lines()).write(folder.resolve("refused").toString()))
        .isInstanceOfSatisfying(MalformedRowException.class, e -> assertThat(e.line()).isOne());
    assertThat(folder.resolve("refused/_work")).doesNotExist();
    assertThatThrownBy(
            () ->
                unfiltered(lines().where("n < 2"))
                    .errorPolicy(ErrorPolicy.SKIP)
                    .write(folder.resolve("none").toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("hold no well-formed interaction; 2 rows are malformed");
  }

  @Test
  @DisplayName("says which columns are missing or there several times, and lists them all")
  void columns() {
    String target = folder.resolve("columns").toString();
    assertThatThrownBy(
            () -> unfiltered(lines()).columns("customer", "item", "bought_at").write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "Spark rows have no column 'customer' and 'bought_at', their columns are"
                + " [user, item, timestamp, n]; name them with columns(user, item, time)");
    assertThatThrownBy(
            () ->
                unfiltered(lines().toDF("user", "item", "timestamp", "User"))
                    .columns("user", "item", "timestamp")
                    .write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "Spark rows have several columns 'user', their columns are"
                + " [user, item, timestamp, User]; rename those that are not meant");
    assertThatThrownBy(
            () -> unfiltered(lines().toDF("user", "item", "ts", "USER_ID")).write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessage(
            "Spark rows: two columns for 'user' among [user, item, ts, USER_ID]; name them with"
                + " columns(user, item, timestamp)");
    assertThatThrownBy(() -> unfiltered(lines().toDF("user", "item", "at", "n")).write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("no column for 'timestamp' among [user, item, at, n]");
    assertThatThrownBy(() -> unfiltered(lines()).order("event").write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("no column 'event'")
        .hasMessageEndingWith("name another with order(column)");
    assertThatThrownBy(() -> unfiltered(lines()).columns("user", "User", "timestamp").write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("three different columns, but 'user' is more than one of them");
    assertThatThrownBy(
            () ->
                unfiltered(lines().withColumn("item", functions.expr("struct(item, n)")))
                    .columns("user", "item", "timestamp")
                    .write(target))
        .isExactlyInstanceOf(DataException.class)
        .hasMessageContaining("'item' must hold ids, but is struct<item:string,n:int>");
    assertThat(folder.resolve("columns")).doesNotExist();
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("finds the first malformed row in any partition")
  void malformedInAnyPartition() {
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      rows.add(RowFactory.create("u" + n % 5, "i" + n % 7, n == 41 || n == 55 ? -n : n, n));
    }
    assertThatThrownBy(
            () ->
                unfiltered(rows(rows, schema(DataTypes.IntegerType)).repartition(4).sort("n"))
                    .write(folder.resolve("partitions").toString()))
        .isInstanceOfSatisfying(
            MalformedRowException.class,
            e -> {
              assertThat(e.line()).isEqualTo(42);
              assertThat(e.value()).isEqualTo("-41");
              assertThat(e.column()).isEqualTo("timestamp");
            });
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("takes times of every type of Spark, without a zone as UTC")
  void types() {
    Instant instant = Instant.parse("2024-03-10T02:30:00.123Z"); // no such hour in New York
    List<Object[]> cases =
        List.of(
            new Object[] {DataTypes.TimestampType, Timestamp.from(instant), instant},
            new Object[] {
              DataTypes.TimestampNTZType, LocalDateTime.parse("2024-03-10T02:30:00.123"), instant
            },
            new Object[] {
              DataTypes.DateType,
              java.sql.Date.valueOf(LocalDate.parse("2024-03-10")),
              Instant.parse("2024-03-10T00:00:00Z")
            },
            new Object[] {
              DataTypes.DoubleType, 1.5e9 + 0.25, Instant.ofEpochMilli(1_500_000_000_250L)
            });
    for (int n = 0; n < cases.size(); n++) {
      Object[] one = cases.get(n);
      DataType type = (DataType) one[0];
      Dataset found =
          unfiltered(rows(List.of(RowFactory.create("u", "i", one[1], 0)), schema(type)))
              .holdOut(false)
              .write(folder.resolve("type-" + n).toString())
              .dataset();
      assertThat(Instant.ofEpochMilli(found.all().timestamp(0)))
          .as(type.toString())
          .isEqualTo(one[2]);
    }
  }

  @Test
  @Tag("thorough") // takes seconds of Spark
  @DisplayName("takes a sample of users with all that they have")
  void sample() {
    Case one = new Case(21);
    PreparedEvents prepared =
        unfiltered(rows(one.rows, SCHEMA))
            .timeFormat(TimeFormat.EPOCH_MILLIS)
            .sampleUsers(0.5, 3)
            .write(folder.resolve("sample").toString());
    Set<String> chosen = Set.copyOf(prepared.dataset().users().ids());
    InteractionLog.Builder log = InteractionLog.builder();
    one.rows.stream()
        .filter(row -> chosen.contains(row.getString(0)))
        .forEach(row -> log.add(row.getString(0), row.getString(1), row.getLong(2)));
    Dataset expected =
        DatasetBuilder.of(log.build())
            .minUserInteractions(1)
            .minItemInteractions(1)
            .minSequenceLength(1)
            .build();
    long all = one.rows.stream().map(row -> row.getString(0)).distinct().count();
    assertThat((double) chosen.size()).isBetween(0.2 * all, 0.8 * all);
    assertThat(prepared.dataset().fingerprint()).isEqualTo(expected.fingerprint());
    assertThat(prepared.report().steps().get(1).name()).startsWith("sample of 0.5 of the users");
  }

  @Test
  @DisplayName("is not written over, and nothing is read that was not finished")
  void folders() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Files.writeString(taken.resolve("file"), "somebody's");
    assertThatThrownBy(() -> unfiltered(lines()).write(taken.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> PreparedEvents.open(LocalSpark.session(), taken.toString()))
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.MISSING));
    Files.writeString(taken.resolve("preparation.json"), "{\"format\": \"other\"}");
    assertThatThrownBy(() -> PreparedEvents.open(LocalSpark.session(), taken.toString()))
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.WRONG_FORMAT));
  }

  @Test
  @DisplayName("refuses what is for one machine")
  void refused() {
    SparkDatasetBuilder builder = unfiltered(lines());
    assertThatThrownBy(() -> builder.split(Split.randomShare(0.1, 0.1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for one machine");
    assertThatThrownBy(() -> builder.sampleUsers(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.minUserInteractions(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
