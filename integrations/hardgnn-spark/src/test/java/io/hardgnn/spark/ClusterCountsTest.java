package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.transitions.TransitionCounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("ClusterCounts")
final class ClusterCountsTest {

  @TempDir private static Path folder;
  private static Dataset dataset;
  private static ClusterCounts counts;

  @BeforeAll
  static void prepare() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 900; n++) {
      int user = (int) (60 * Math.pow(random.nextDouble(), 2));
      int item = (int) (40 * Math.pow(random.nextDouble(), 2));
      rows.add(RowFactory.create("u" + user, "i" + item, 1000L * random.nextInt(500)));
    }
    StructType schema =
        new StructType()
            .add("user", DataTypes.StringType)
            .add("item", DataTypes.StringType)
            .add("timestamp", DataTypes.LongType);
    PreparedEvents prepared =
        SparkDatasetBuilder.of(LocalSpark.session().createDataFrame(rows, schema))
            .timeFormat(io.hardgnn.data.events.TimeFormat.EPOCH_MILLIS)
            .repeats(RepeatRule.KEEP_ALL)
            .minUserInteractions(2)
            .minItemInteractions(3)
            .write(folder.resolve("prepared").toString());
    dataset = prepared.dataset();
    counts = ClusterCounts.of(prepared);
  }

  @Test
  @DisplayName("has the transitions of one machine, bit for bit")
  void transitions() {
    for (TransitionCounter settings :
        List.of(
            TransitionCounter.defaults().neighbours(7),
            TransitionCounter.defaults().steps(3).stepDecay(0.7).backwardWeight(0).repeats(true))) {
      assertThat(counts.collectTransitions(settings)).isEqualTo(settings.count(dataset.training()));
    }
  }

  @Test
  @DisplayName("has the similar items of one machine, bit for bit")
  void cooccurrences() {
    int items = dataset.items().size();
    float[][] found = new float[items][items];
    for (Row row : counts.cooccurrences(6, 2.5).collectAsList()) {
      List<Row> neighbours = row.getList(1);
      assertThat(neighbours).hasSizeBetween(1, 6);
      for (Row neighbour : neighbours) {
        found[row.getInt(0)][neighbour.getInt(0)] = neighbour.getFloat(1);
      }
    }
    ItemKnnRecommender local =
        ItemKnnRecommender.builder().neighbours(6).shrinkage(2.5).train(dataset.training());
    int some = 0;
    for (int item = 0; item < items; item++) {
      // The scores of a history of one item: of whom it is a neighbour.
      float[] scores = new float[items];
      local.score(new OneItem(items, item), new int[] {0}, 1, scores);
      for (int other = 0; other < items; other++) {
        assertThat(found[other][item]).isEqualTo(scores[other]);
        some += scores[other] > 0 ? 1 : 0;
      }
    }
    assertThat(some).isGreaterThan(items);
    assertThatThrownBy(() -> counts.cooccurrences(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record OneItem(int itemCount, int item) implements HeldOut {
    @Override
    public int userCount() {
      return 1;
    }

    @Override
    public int target(int user) {
      return -1;
    }

    @Override
    public int historyLength(int user) {
      return 1;
    }

    @Override
    public int historyItem(int user, int position) {
      return item;
    }
  }

  @Test
  @DisplayName("counts interactions of items")
  void popularity() {
    int[] expected = new int[dataset.items().size()];
    var training = dataset.training().sequences();
    for (int position = 0; position < training.size(); position++) {
      expected[training.item(position)]++;
    }
    int[] found = new int[expected.length];
    counts
        .popularity()
        .collectAsList()
        .forEach(row -> found[row.getInt(0)] = Math.toIntExact(row.getLong(1)));
    assertThat(found).isEqualTo(expected);
  }
}
