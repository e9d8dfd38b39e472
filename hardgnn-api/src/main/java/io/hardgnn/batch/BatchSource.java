package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.Objective;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.BitSet;
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
  private final Pieces pieces;
  private final int[] all;
  private final BitSet learned;
  private final TargetBatches targets;

  /**
   * Prepares graphs and samplers.
   *
   * @throws io.hardgnn.settings.InvalidConfigException if a setting is out of its range
   * @throws IllegalArgumentException if there is nothing to learn from, because no user has two
   *     training interactions or none has a negative, in-batch softmax would compare a target with
   *     nothing, or if model and data differ in the number of
   *     users or items
   */
  public BatchSource(ModelDefinition definition, TrainingConfig config, TrainingData data) {
    config.requireValid();
    requireEqual("users", definition.userCount(), data.userCount());
    requireEqual("items", definition.itemCount(), data.itemCount());
    this.data = data;
    this.definition = definition;
    CandidateSampler sampler = definition.candidateSampler(data.sequences());
    GraphPlan plan = definition.encoderConfig().graph();
    List<IntervalGraph> edges = graphs(plan, data);
    this.graphs = GraphViews.of(plan, edges);
    IntervalPairs pairs = new IntervalPairs(edges, definition.draws().intervalPairs());
    Sequences sequences = data.sequences();
    int[] users = trainable(definition, sequences, sampler);
    this.learned = learned(plan, sequences, users);
    this.pieces = pieces(definition, sequences);
    this.all = pieces.all(users);
    this.config = StepSize.resolved(config, plan, users.length, all.length);
    this.targets = targets(sampler, pairs);
    int drawn = EpochPlan.drawn(all.length, this.config);
    requireOthers(definition.objective(), drawn, this.config.batchSize());
  }

  /** In-batch softmax has no other negatives than the targets of the other sequences. */
  private static void requireOthers(Objective objective, int sequences, int batchSize) {
    if (Math.min(sequences, batchSize) == 1
        && objective.targets().onePerSequence()
        && objective.find(InBatchSoftmax.class).isPresent()) {
      throw new IllegalArgumentException(
          "in_batch_softmax tells a target from those of the other sequences of its step, but a step"
              + " has one sequence; raise training.batchSize and training.usersPerEpoch, or train on"
              + " more users");
    }
  }

  /** Along the edges of a graph users learn that are trained on in no other way. */
  private static BitSet learned(GraphPlan plan, Sequences sequences, int[] users) {
    BitSet learned = new BitSet(sequences.userCount());
    IntStream.of(users).forEach(learned::set);
    if (plan.count() > 0) {
      IntStream.range(0, sequences.userCount())
          .filter(user -> sequences.length(user) > 0)
          .forEach(learned::set);
    }
    return learned;
  }

  /**
   * Returns the settings as a run on some data has them: with the sequences of a step that it will
   * have, where {@link TrainingConfig#minSteps} or a graph that a step takes its edges out of makes
   * them fewer, which is logged.
   *
   * @throws IllegalArgumentException if there is nothing to learn from
   */
  public static TrainingConfig resolved(
      ModelDefinition definition, TrainingConfig config, TrainingData data) {
    Sequences sequences = data.sequences();
    int[] users = trainable(definition, sequences, definition.candidateSampler(sequences));
    int all = pieces(definition, sequences).all(users).length;
    return StepSize.resolved(config, definition.encoderConfig().graph(), users.length, all);
  }

  private static int[] trainable(
      ModelDefinition definition, Sequences sequences, CandidateSampler sampler) {
    boolean interactions = definition.objective().targets() instanceof Targets.EveryInteraction;
    boolean samplesPairs = definition.draws().perQuery() > 0;
    return EpochPlan.trainable(sequences, interactions ? 1 : 2, samplesPairs, sampler);
  }

  private static Pieces pieces(ModelDefinition definition, Sequences sequences) {
    Targets predicted = definition.objective().targets();
    int length = definition.historyLength();
    if (predicted instanceof Targets.EveryInteraction) {
      return new Interactions(sequences);
    }
    return predicted instanceof Targets.EveryPosition every && every.wholeHistory()
        ? Windows.whole(sequences, length, every.overlap())
        : Windows.newest(sequences, length);
  }

  private TargetBatches targets(CandidateSampler sampler, IntervalPairs pairs) {
    Sequences sequences = data.sequences();
    Targets predicted = definition.objective().targets();
    if (pieces instanceof Windows windows && !predicted.onePerSequence()) {
      double each = EpochPlan.meanSize(all.length, config);
      return new EveryPositionBatches(definition, windows, all, sequences, sampler, pairs, each);
    }
    OneTargetBatches.Cuts cuts =
        predicted instanceof Targets.OnePerUser one
            ? new OneTargetBatches.Newest(one.window(), sequences)
            : new OneTargetBatches.Each(sequences);
    return new OneTargetBatches(definition, pieces, all, cuts, sequences, sampler, pairs);
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

  /** Returns whether anything of a user's own, such as a row of a table, is learned. */
  public boolean learns(int user) {
    return learned.get(user);
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
   * history by numbers above those; or interactions by their position among all of them, where each
   * is predicted by itself.
   *
   * @param epoch counted from 0
   */
  public List<int[]> epoch(int epoch) {
    SplittableRandom random = random(epoch, -1);
    return EpochPlan.plan(all, pieces, config, random, order());
  }

  private EpochPlan.Order order() {
    if (!definition.objective().targets().onePerSequence()) {
      return EpochPlan.Order.ACROSS_BATCHES;
    }
    return definition.readsHistories() ? EpochPlan.Order.WITHIN_BATCHES : EpochPlan.Order.RANDOM;
  }

  /**
   * Returns the user of each sequence.
   *
   * @param sequences those of a step, from {@link #epoch}
   */
  public int[] users(int[] sequences) {
    return pieces.users(sequences);
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
    int[] users = pieces.users(sequences);
    if (definition.embedsUsers()) {
      int[] rows = IntStream.range(0, users.length).toArray();
      feeds.put(StepInputs.BATCH_USERS, HostTensor.of(rows, users.length));
      feeds.put(StepInputs.NODE_USERS, HostTensor.of(users, users.length));
    }
    if (definition.draws().sampler().epoch()) {
      feeds.put(StepInputs.EPOCH, HostTensor.of(new float[] {epoch}));
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
