package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.TargetMode;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The times between interactions in a batch")
class TrainingGapsTest {

  private static final int USERS = 400;

  /** A user's interactions are 1, 3, 7, 15, ... seconds after the one before. */
  private static Dataset dataset() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < USERS; user++) {
      long time = user;
      for (int n = 0; n < 12; n++) {
        time += 1000 * ((1L << n) - 1);
        log.add("u" + user, "i" + (user + n) % 40, time);
      }
    }
    return DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build();
  }

  private static Batch batch(TargetMode targets, boolean timeGaps, int epoch) {
    Dataset data = dataset();
    TestModel model = TestModel.residual();
    model.targets = targets;
    model.batchSize = USERS;
    model.historyLength = 4;
    ModelDefinition definition =
        model.definition(((ResidualGraph) model.encoder()).timeGaps(timeGaps), data.training());
    BatchSource source = new BatchSource(definition, model.training(), data.training());
    return source.batch(epoch, 0, source.epoch(epoch).get(0));
  }

  @ParameterizedTest
  @EnumSource(TargetMode.class)
  @DisplayName("are those of the interactions, and in a tenth of the sequences none is known")
  void areThose(TargetMode targets) {
    Batch batch = batch(targets, true, 0);
    int[] gaps = Feeds.ints(batch, SequenceBatch.gaps(SequenceBatch.HISTORY));
    int columns = Feeds.dims(batch, SequenceBatch.gaps(SequenceBatch.HISTORY))[1];
    int rows = gaps.length / columns;
    int without = 0;
    for (int row = 0; row < rows; row++) {
      int used = Feeds.sequence(batch, SequenceBatch.HISTORY, row).length;
      int[] codes = Arrays.copyOfRange(gaps, (row + 1) * columns - used, (row + 1) * columns);
      if (Arrays.stream(codes).allMatch(code -> code == TimeGaps.UNKNOWN)) {
        without++;
        continue;
      }
      // The n-th interaction comes 2^n - 1 seconds after the one before, whose code is n + 1.
      for (int i = 1; i < codes.length; i++) {
        assertThat(codes[i]).isEqualTo(codes[i - 1] == TimeGaps.UNKNOWN ? 2 : codes[i - 1] + 1);
      }
    }
    assertThat(without / (double) rows).isBetween(0.04, 0.17);
  }

  @Test
  @DisplayName("reach to the interaction before a history that is cut")
  void beforeTheCut() {
    Batch batch = batch(TargetMode.EVERY_POSITION, true, 0);
    int[] gaps = Feeds.ints(batch, SequenceBatch.gaps(SequenceBatch.HISTORY));
    int columns = Feeds.dims(batch, SequenceBatch.gaps(SequenceBatch.HISTORY))[1];
    List<Integer> firsts =
        IntStream.range(0, gaps.length / columns)
            .mapToObj(row -> gaps[row * columns])
            .distinct()
            .toList();
    assertThat(columns).isEqualTo(4);
    assertThat(firsts).as("unknown, or that of the sixth of ten").containsExactlyInAnyOrder(0, 6);
  }

  @ParameterizedTest
  @EnumSource(TargetMode.class)
  @DisplayName("leave the items as they are, and are not there unless they are read")
  void onlyWhereRead(TargetMode targets) {
    Batch plain = batch(targets, false, 0);
    assertThat(plain.feeds()).doesNotContainKey(SequenceBatch.gaps(SequenceBatch.HISTORY));
    Batch timed = batch(targets, true, 0);
    String items = SequenceBatch.items(SequenceBatch.HISTORY);
    assertThat(Feeds.ints(timed, items)).isEqualTo(Feeds.ints(plain, items));
    assertThat(Feeds.ints(timed, StepInputs.TARGETS))
        .isEqualTo(Feeds.ints(plain, StepInputs.TARGETS));
  }

  @Test
  @DisplayName("are left out of other sequences in another epoch, and of the same when drawn again")
  void drawn() {
    String name = SequenceBatch.gaps(SequenceBatch.HISTORY);
    int[] once = Feeds.ints(batch(TargetMode.EVERY_POSITION, true, 0), name);
    assertThat(Feeds.ints(batch(TargetMode.EVERY_POSITION, true, 0), name)).isEqualTo(once);
    assertThat(Feeds.ints(batch(TargetMode.EVERY_POSITION, true, 1), name)).isNotEqualTo(once);
  }
}
