package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Batches with every interaction as a target")
class EveryInteractionBatchesTest {

  private final long seed;
  private final TrainingData data;

  EveryInteractionBatchesTest(@Seed long seed) {
    this.seed = seed;
    this.data = TestData.training(30, TestData.sequences(new Random(seed), 12, 30, 20));
  }

  private static BatchSource source(EncoderConfig encoder, TrainingData data, int batchSize) {
    ModelDefinition definition =
        ModelDefinition.of(
            encoder,
            new Scoring.Dot(),
            new Objective(new Targets.EveryInteraction(), new BayesianPersonalizedRanking(2)),
            data.userCount(),
            new float[data.itemCount()]);
    return new BatchSource(definition, new TrainingConfig().batchSize(batchSize), data);
  }

  @RepeatedTest(10)
  @DisplayName("predict each once in an epoch, the first of a user too, with negatives of its user")
  void targets() {
    BatchSource source = source(new LightGcn(), data, 16);
    List<String> predicted = new ArrayList<>();
    List<int[]> epoch = source.epoch(0);
    for (int step = 0; step < epoch.size(); step++) {
      Batch batch = source.batch(0, step, epoch.get(step));
      assertThat(batch.queries()).isEqualTo(epoch.get(step).length).isLessThanOrEqualTo(16);
      int[] items = Feeds.ints(batch, StepInputs.NODE_ITEMS);
      int[] users = Feeds.ints(batch, StepInputs.NODE_USERS);
      int[] rows = Feeds.ints(batch, StepInputs.BATCH_USERS);
      int[] targets = Feeds.ints(batch, StepInputs.TARGETS);
      for (int row = 0; row < targets.length; row++) {
        predicted.add(users[rows[row]] + " " + items[targets[row]]);
      }
      int[] queries = Feeds.ints(batch, StepInputs.PAIR_QUERIES);
      int[] negatives = Feeds.ints(batch, StepInputs.PAIR_NEGATIVES);
      assertThat(queries).hasSize(2 * targets.length);
      for (int pair = 0; pair < queries.length; pair++) {
        assertThat(data.sequences().itemsOf(users[rows[queries[pair]]]))
            .as("seed %d", seed)
            .doesNotContain(items[negatives[pair]]);
      }
    }
    List<String> all = new ArrayList<>();
    for (int user = 0; user < data.userCount(); user++) {
      for (int item : data.sequences().itemsOf(user)) {
        all.add(user + " " + item);
      }
    }
    assertThat(predicted).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  @DisplayName("hand empty sequences to an encoder that gives none")
  void emptySequences() {
    BatchSource source = source(new LightGcn(), data, 16);
    int[] pieces = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, pieces);
    assertThat(Feeds.dims(batch, "sequence.items")).containsExactly(pieces.length, 1);
    assertThat(feed(batch, "sequence.mask").floats()).containsOnly(0);
  }

  @RepeatedTest(5)
  @DisplayName("hand the items before an interaction to an encoder that gives sequences")
  void histories() {
    BatchSource source = source(new SelfGnn().historyLength(4), data, 16);
    int[] pieces = source.epoch(0).get(0);
    Batch batch = source.batch(0, 0, pieces);
    int[] items = Feeds.ints(batch, StepInputs.NODE_ITEMS);
    for (int row = 0; row < pieces.length; row++) {
      int user = Feeds.ints(batch, StepInputs.NODE_USERS)[row];
      int from = Math.max(data.sequences().start(user), pieces[row] - 4);
      int[] before = new int[pieces[row] - from];
      Arrays.setAll(before, i -> data.sequences().item(from + i));
      assertThat(
              Arrays.stream(Feeds.sequence(batch, SequenceBatch.HISTORY, row))
                  .map(item -> items[item]))
          .as("seed %d, row %d", seed, row)
          .containsExactly(Arrays.stream(before).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  @DisplayName("take an edge out of the graph once if it is predicted twice in a step")
  void repeated() {
    TrainingData twice = TestData.training(5, new int[] {0, 1, 0}, new int[] {2, 3});
    BatchSource source = source(new SelfGnn().intervals(1), twice, 5);
    Batch batch = source.batch(0, 0, new int[] {0, 2, 3});
    assertThat(Feeds.ints(batch, "graph.0.by_user.items")).containsExactly(1, 3);
  }

  private static HostTensor feed(Batch batch, String name) {
    return batch.feeds().get(name);
  }
}
