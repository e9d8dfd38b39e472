package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.JdbcReader;
import io.hardgnn.data.events.MalformedRowException;
import io.hardgnn.data.events.RowParser;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.io.ArtifactException;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
      assertThatThrownBy(() -> one.cluster(folder.resolve("s" + seed)))
          .isInstanceOf(e.getClass());
      return;
    }
    assertSame(one.cluster(folder.resolve("s" + seed)), expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
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
}
