package io.hardgnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.LinearNextItemRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.MalformedRowException;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import io.hardgnn.transitions.TransitionCounter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Data without times")
class WithoutTimesTest {

  private static InteractionLog read(DelimitedReader.Builder reader, String text) {
    return reader
        .build()
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "plays");
  }

  private static List<String> rows(InteractionLog log) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      rows.add(log.users().id(log.user(row)) + " " + log.items().id(log.item(row)));
      assertThat(log.timestamp(row)).isZero();
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\t7\t13\n2\t5\t993\n",
        "1\t7\n2\t5\n",
        "1,7,a,b\n2,5,c,d\n",
        "user,item\n1,7\n2,5\n",
        "item_id;count;user_id\n7;9;1\n5;9;2\n",
        "1::7::5::yesterday\n2::5::3::today\n"
      })
  @DisplayName("is read of users and items alone, whatever else there is")
  void read(String text) {
    InteractionLog log = read(DelimitedReader.builder().withoutTimes(), text);
    assertThat(rows(log)).containsExactly("1 7", "2 5");
    assertThat(log.hasTimes()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"u1;i1;3,5", "u1;i1;3,5;a", "ns::1,7", "u1,i1,Action|Drama"})
  @DisplayName("is refused where a row could be cut by several separators, until one is named")
  void ambiguous(String row) {
    assertThatThrownBy(() -> read(DelimitedReader.builder().withoutTimes(), row + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("could be cut by")
        .hasMessageEndingWith("separator(...)");
    String separator = row.contains(";") ? ";" : ",";
    DelimitedReader.Builder named = DelimitedReader.builder().withoutTimes().separator(separator);
    assertThat(read(named, row + "\n").size()).isEqualTo(1);
  }

  @Test
  @DisplayName("is refused where a header of one separator would be a row of another")
  void headerOfAnother() {
    assertThatThrownBy(
            () -> read(DelimitedReader.builder().withoutTimes(), "user,item|cat\n1,2|x\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column 'item'");
  }

  @Test
  @DisplayName("is read from the columns that were named or numbered")
  void columns() {
    String text = "what,who,when\n7,1,x\n5,2,y\n";
    assertThat(rows(read(DelimitedReader.builder().columns("who", "what"), text)))
        .containsExactly("1 7", "2 5");
    assertThat(rows(read(DelimitedReader.builder().columnIndexes(1, 0).header(true), text)))
        .containsExactly("1 7", "2 5");
    assertThatThrownBy(() -> read(DelimitedReader.builder().columns("who", "whom"), text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column 'whom'")
        .hasMessageEndingWith("columns(user, item)");
    assertThatThrownBy(() -> read(DelimitedReader.builder().columnIndexes(0, 3), text))
        .hasMessageContaining("column 4 is needed");
    assertThatThrownBy(() -> read(DelimitedReader.builder().withoutTimes(), "1\n"))
        .hasMessageContaining("no two fields");
    assertThatThrownBy(() -> read(DelimitedReader.builder().withoutTimes().separator(","), "1;2\n"))
        .hasMessageContaining("two columns are needed");
    assertThatThrownBy(() -> read(DelimitedReader.builder().withoutTimes(), "1,2,3\n1,2\n"))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("plays:2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DelimitedReader.builder().columns("a", "b", "c").withoutTimes().build())
        .withMessageContaining("withoutTimes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DelimitedReader.builder().columns("a", " A "))
        .withMessageContaining("two different names");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DelimitedReader.builder().columnIndexes(1, 1))
        .withMessageContaining("two different places");
  }

  @Test
  @DisplayName("cannot be mixed with data that has times")
  void notMixed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> InteractionLog.builder().add("u", "a").add("u", "b", 1))
        .withMessage("row 1 has a time, the rows before have none; give all rows a time, or none");
    assertThatIllegalStateException()
        .isThrownBy(() -> InteractionLog.builder().add("u", "a", 1).add("u", "b"));
    InteractionLog without = InteractionLog.builder().add("u", "a").build();
    InteractionLog with = InteractionLog.builder().add("u", "a", 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetBuilder.ofParts(with, without))
        .withMessageContaining("has no times");
    assertThatIllegalArgumentException().isThrownBy(() -> InteractionLog.concat(List.of()));
    assertThat(InteractionLog.builder().build().hasTimes()).isTrue();
    assertThat(InteractionLog.concat(List.of(InteractionLog.builder().build(), without)).hasTimes())
        .isFalse();
  }

  private static InteractionLog log() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 12; user++) {
      for (int n = 0; n < 8; n++) {
        log.add("u" + user, "i" + (user * 5 + n * 3) % 11);
      }
    }
    return log.build();
  }

  @Test
  @DisplayName("has sequences in the order of the rows, which the dataset says are in no order")
  void sequences() {
    Dataset dataset = DatasetBuilder.of(log()).split(Split.randomShare(0, .25, 1)).build();
    assertThat(dataset.training().isOrdered()).isFalse();
    int[] all = dataset.all().itemsOf(0);
    for (int n = 0; n < 8; n++) {
      assertThat(dataset.items().id(all[n])).isEqualTo("i" + n * 3 % 11);
    }
    assertThat(dataset.test().targetCount(0)).isEqualTo(2);
    assertThat(dataset.test().historyTimestamp(0, 0)).isEmpty();
    assertThat(dataset.splitStatistics().orElseThrow().laterTraining()).isNaN();
    assertThat(dataset.splitStatistics().orElseThrow().toTable())
        .containsPattern("training later than a target +unknown\\R");
    assertThat(dataset.statistics().toTable()).containsPattern("last interaction +no times\\R");
    assertThat(DatasetBuilder.of(log()).holdOut(false).build().training().isOrdered()).isFalse();
  }

  @Test
  @DisplayName("is refused by splits and windows that need times")
  void splits() {
    assertThatThrownBy(() -> DatasetBuilder.of(log()).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("read without times, which the split 'leave-one-out' needs")
        .hasMessageContaining("randomShare");
    assertThatThrownBy(() -> DatasetBuilder.of(log()).split(Split.lastShare(.1, .1)).build())
        .isInstanceOf(SplitException.class);
    assertThatThrownBy(
            () -> DatasetBuilder.of(log()).holdOut(false).from(Instant.ofEpochMilli(5)).build())
        .isInstanceOf(SplitException.class)
        .hasMessageContaining("a window needs; leave out from(...) and to(...)");
    Split split = Split.randomShare(0, .25, 1);
    assertThat(DatasetBuilder.of(log()).split(split).from(Instant.MIN).to(Instant.MAX).build())
        .as("a window that leaves nothing out")
        .isNotNull();
  }

  @Test
  @DisplayName("is refused by what learns order, and by nothing else")
  void learners() {
    Dataset dataset = DatasetBuilder.of(log()).split(Split.randomShare(0, .25, 1)).build();
    TrainingData training = dataset.training();
    PopularityRecommender.train(training);
    ItemKnnRecommender.train(training);
    assertThatThrownBy(() -> ItemKnnRecommender.recent(training))
        .isInstanceOf(UnorderedDataException.class);
    assertThatThrownBy(() -> TransitionRecommender.train(training))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("which item follows which")
        .hasMessageContaining("without times");
    assertThatThrownBy(() -> TransitionCounter.defaults().count(training))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("one item to the next");
    assertThatThrownBy(() -> LinearNextItemRecommender.train(training))
        .isInstanceOf(UnorderedDataException.class);
    assertThatThrownBy(() -> HardGNN.builder().build().fit(dataset))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("the encoder residual_graph makes")
        .hasMessageContaining("positions");
    HardGNNConfig users =
        HardGNNConfig.of(new MatrixFactorization())
            .scoredBy(new Scoring.Dot())
            .predicting(new Targets.OnePerUser(1_000_000, 1))
            .minimising(new BayesianPersonalizedRanking());
    assertThatThrownBy(() -> fit(users.blended(Blend.chosen()), dataset))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("blend");
    HardGNNConfig newest = users.blended(Blend.off()).predicting(new Targets.OnePerUser(5, 1));
    assertThatThrownBy(() -> fit(newest, dataset))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("targets.window is 5")
        .hasMessageContaining("set it to 6");
    try (HardGNNModel model = fit(users.blended(Blend.off()), dataset)) {
      assertThat(model.evaluate(dataset).full().get(Metric.recall(10))).isBetween(0.0, 1.0);
    }
  }

  private static HardGNNModel fit(HardGNNConfig config, Dataset dataset) {
    return HardGNN.builder(config)
        .epochs(1)
        .build()
        .fit(dataset, FitOptions.defaults().engine(new PlainEngine()));
  }
}
