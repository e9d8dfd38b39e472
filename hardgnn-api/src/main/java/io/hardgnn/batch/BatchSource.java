package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The batches of a training run: a pure function of the training data, the settings and the numbers
 * of epoch and step, so that a resumed run sees what an uninterrupted one would have seen.
 *
 * <p>Immutable and thread-safe; batches are usually built on another thread than the one that
 * trains.
 */
public final class BatchSource {

  private final TrainingData data;
  private final ModelDefinition definition;
  private final TrainingConfig config;
  private final GraphViews graphs;
  private final Windows windows;
  private final int[] pieces;
  private final TargetBatches targets;

  /**
   * Prepares graphs and samplers.
   *
   * @throws IllegalArgumentException if there is nothing to learn from, because no user has two
   *     training interactions or none has a negative, or if model and data differ in the number of
   *     users or items
   */
  public BatchSource(ModelDefinition definition, TrainingConfig config, TrainingData data) {
    requireEqual("users", definition.userCount(), data.userCount());
    requireEqual("items", definition.itemCount(), data.itemCount());
    this.data = data;
    this.definition = definition;
    this.config = config;
    CandidateSampler sampler = definition.candidateSampler(data.sequences());
    this.windows = windows(definition, data);
    this.pieces =
        windows.all(
            EpochPlan.trainable(data.sequences(), definition.draws().perQuery() > 0, sampler));
    GraphPlan plan = definition.encoderConfig().graph();
    List<IntervalGraph> all = graphs(plan, data);
    this.graphs = GraphViews.of(plan, all);
    IntervalPairs pairs = new IntervalPairs(all, definition.draws().intervalPairs());
    this.targets =
        definition.objective().targets() instanceof Targets.OnePerUser one
            ? new OneTargetBatches(definition, one, data.sequences(), sampler, pairs)
            : new EveryPositionBatches(definition, data.sequences(), sampler, pairs, windows);
  }

  private static Windows windows(ModelDefinition definition, TrainingData data) {
    boolean whole =
        definition.objective().targets() instanceof Targets.EveryPosition every
            && every.wholeHistory();
    return Windows.of(data.sequences(), definition.historyLength(), whole);
  }

  private static void requireEqual(String what, int ofModel, int ofData) {
    if (ofModel != ofData) {
      throw new IllegalArgumentException(
          "the model is made for " + ofModel + " " + what + ", the training data have " + ofData);
    }
  }

  private static List<IntervalGraph> graphs(GraphPlan plan, TrainingData data) {
    if (plan instanceof GraphPlan.Intervals intervals) {
      return data.intervalGraphs(intervals.count(), intervals.scheme());
    }
    return plan.count() == 0 ? List.of() : data.intervalGraphs(1, IntervalScheme.EQUAL_WIDTH);
  }

  /**
   * Returns the arrays of the whole graphs, fed once; a batch replaces those that differ in its
   * step.
   */
  public Map<String, HostTensor> wholeGraphs() {
    return graphs.whole();
  }

  /**
   * Returns the sequences of each step of an epoch: users by their number, and pieces of older
   * history by numbers above those.
   *
   * @param epoch counted from 0
   */
  public List<int[]> epoch(int epoch) {
    SplittableRandom random = random(epoch, -1);
    boolean byLength = !definition.objective().targets().onePerSequence();
    return EpochPlan.plan(pieces, windows, config, random, byLength);
  }

  /**
   * Builds a batch.
   *
   * @param epoch counted from 0
   * @param step counted from 0 in the epoch
   * @param sequences those of the step, from {@link #epoch}
   */
  public Batch batch(int epoch, int step, int[] sequences) {
    SplittableRandom random = random(epoch, step);
    Map<String, HostTensor> feeds = GraphFeeds.feeds();
    TargetBatches.Built built = targets.put(feeds, random, sequences);
    int[] users = windows.users(sequences);
    if (definition.embedsUsers()) {
      int[] rows = IntStream.range(0, users.length).toArray();
      feeds.put(StepInputs.BATCH_USERS, HostTensor.of(rows, users.length));
      feeds.put(StepInputs.NODE_USERS, HostTensor.of(users, users.length));
    }
    graphs.put(feeds, random, users, built.targets());
    return new Batch(feeds, step, users.length, built.queries());
  }

  private SplittableRandom random(int epoch, int step) {
    return new SplittableRandom(
            config.seed() * 0x9E3779B97F4A7C15L + (long) epoch * 1_000_003L + step + 1)
        .split();
  }
}
