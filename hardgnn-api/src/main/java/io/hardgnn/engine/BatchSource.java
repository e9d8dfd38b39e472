package io.hardgnn.engine;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.GraphInputs;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.sampling.CandidateSampler;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The batches of a training run: a pure function of the training data, the settings and the numbers of epoch and step, so that
 * a resumed run sees what an uninterrupted one would have seen.
 *
 * <p>Immutable and thread-safe; batches are usually built on another thread than the one that trains.
 */
public final class BatchSource {

  private final TrainingData data;
  private final ModelDefinition definition;
  private final TrainingConfig config;
  private final StepGraphs graphs;
  private final int[] trainable;
  private final TargetBatches targets;

  /**
   * Prepares graphs and samplers.
   *
   * @throws IllegalArgumentException if there is nothing to learn from, because no user has two training interactions or none
   *     has a negative, or if model and data differ in the number of users or items
   */
  public BatchSource(ModelDefinition definition, TrainingConfig config, TrainingData data) {
    requireEqual("users", definition.userCount(), data.userCount());
    requireEqual("items", definition.itemCount(), data.itemCount());
    this.data = data;
    this.definition = definition;
    this.config = config;
    CandidateSampler sampler = definition.candidateSampler(data.sequences());
    this.trainable =
        EpochPlan.trainable(data.sequences(), definition.objectiveConfig().samplesPairs(), sampler);
    List<IntervalGraph> intervals = intervals(definition.model(), data);
    this.graphs = graphs(definition, config, intervals);
    this.targets =
        definition.objectiveConfig().targets() == TargetMode.ONE_PER_USER
            ? new OneTargetBatches(definition, data.sequences(), intervals, sampler)
            : new EveryPositionBatches(definition, data.sequences(), sampler);
  }

  private static void requireEqual(String what, int ofModel, int ofData) {
    if (ofModel != ofData) {
      throw new IllegalArgumentException(
          "the model is made for " + ofModel + " " + what + ", the training data have " + ofData);
    }
  }

  private static List<IntervalGraph> intervals(ModelConfig model, TrainingData data) {
    return switch (model.encoder()) {
      case SELF_GNN ->
          data.intervalGraphs(model.graph().intervals(), model.graph().intervalScheme());
      case RESIDUAL_GRAPH ->
          GraphInputs.count(model) == 0
              ? List.of()
              : data.intervalGraphs(1, IntervalScheme.EQUAL_WIDTH);
    };
  }

  private static StepGraphs graphs(
      ModelDefinition definition, TrainingConfig config, List<IntervalGraph> intervals) {
    ModelConfig model = definition.model();
    boolean residual = model.encoder() == EncoderKind.RESIDUAL_GRAPH && !intervals.isEmpty();
    return residual
        ? new ResidualStepGraphs(intervals.get(0), config.graphUserSample())
        : new IntervalStepGraphs(
            intervals, model.graph().normalization(), definition.objectiveConfig().maskTargets());
  }

  /** Returns the arrays of the whole graphs, fed once; a batch replaces those that differ in its step. */
  public Map<String, HostTensor> wholeGraphs() {
    return graphs.whole();
  }

  /**
   * Returns the users of each step of an epoch.
   *
   * @param epoch counted from 0
   */
  public List<int[]> epoch(int epoch) {
    SplittableRandom random = random(epoch, -1);
    boolean byLength = definition.objectiveConfig().targets() == TargetMode.EVERY_POSITION;
    return EpochPlan.plan(trainable, data.sequences(), config, random, byLength);
  }

  /**
   * Builds a batch.
   *
   * @param epoch counted from 0
   * @param step counted from 0 in the epoch
   * @param users the step's users, from {@link #epoch}
   */
  public Batch batch(int epoch, int step, int[] users) {
    SplittableRandom random = random(epoch, step);
    Map<String, HostTensor> feeds = GraphFeeds.feeds();
    TargetBatches.Built built = targets.put(feeds, random, users);
    if (definition.embedsUsers()) {
      int[] rows = IntStream.range(0, users.length).toArray();
      feeds.put(StepInputs.BATCH_USERS, HostTensor.of(rows, users.length));
      feeds.put(StepInputs.NODE_USERS, HostTensor.of(users, users.length));
    }
    if (GraphInputs.count(definition.model()) > 0) {
      graphs.put(feeds, random, users, built.targets());
    }
    return new Batch(feeds, step, users.length, built.queries());
  }

  private SplittableRandom random(int epoch, int step) {
    return new SplittableRandom(
            config.seed() * 0x9E3779B97F4A7C15L + (long) epoch * 1_000_003L + step + 1)
        .split();
  }
}
