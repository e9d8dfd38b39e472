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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of a training run: a pure function of the training data, the settings and the numbers
 * of epoch and step, so that a resumed run sees what an uninterrupted one would have seen.
 *
 * <p>Immutable and thread-safe; batches are usually built on another thread than the one that
 * trains.
 */
public final class BatchSource {

  private static final Logger log = LoggerFactory.getLogger(BatchSource.class);

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
   * @throws IllegalArgumentException if there is nothing to learn from, because no user has two
   *     training interactions or none has a negative, in-batch softmax would compare a target with
   *     nothing, or if model and data differ in the number of
   *     users or items
   */
  public BatchSource(ModelDefinition definition, TrainingConfig config, TrainingData data) {
    requireEqual("users", definition.userCount(), data.userCount());
    requireEqual("items", definition.itemCount(), data.itemCount());
    this.data = data;
    this.definition = definition;
    CandidateSampler sampler = definition.candidateSampler(data.sequences());
    Targets predicted = definition.objective().targets();
    GraphPlan plan = definition.encoderConfig().graph();
    List<IntervalGraph> edges = graphs(plan, data);
    this.graphs = GraphViews.of(plan, edges);
    IntervalPairs pairs = new IntervalPairs(edges, definition.draws().intervalPairs());
    Sequences sequences = data.sequences();
    boolean samplesPairs = definition.draws().perQuery() > 0;
    int leastInteractions = predicted instanceof Targets.EveryInteraction ? 1 : 2;
    int[] users = EpochPlan.trainable(sequences, leastInteractions, samplesPairs, sampler);
    this.learned = learned(plan, sequences, users);
    TrainingConfig leaving = leavingMessages(config, plan, users.length);
    if (predicted instanceof Targets.EveryInteraction) {
      this.pieces = new Interactions(sequences);
      this.all = pieces.all(users);
      this.config = ofEnoughSteps(leaving, all.length);
      OneTargetBatches.Cuts each = new OneTargetBatches.Each(sequences);
      this.targets = new OneTargetBatches(definition, pieces, all, each, sequences, sampler, pairs);
    } else if (predicted instanceof Targets.OnePerUser one) {
      this.pieces = Windows.newest(sequences, definition.historyLength());
      this.all = pieces.all(users);
      this.config = ofEnoughSteps(leaving, all.length);
      OneTargetBatches.Cuts newest = new OneTargetBatches.Newest(one.window(), sequences);
      this.targets =
          new OneTargetBatches(definition, pieces, all, newest, sequences, sampler, pairs);
    } else {
      Windows windows = windows(predicted, sequences, definition.historyLength());
      this.pieces = windows;
      this.all = pieces.all(users);
      this.config = ofEnoughSteps(leaving, all.length);
      double piecesPerStep = EpochPlan.meanSize(all.length, this.config);
      this.targets =
          new EveryPositionBatches(
              definition, windows, all, sequences, sampler, pairs, piecesPerStep);
    }
    int drawn = EpochPlan.drawn(all.length, this.config);
    requireOthers(definition.objective(), drawn, this.config.batchSize());
  }

  /**
   * Returns the settings with batches of at most half of the users where one graph holds all
   * edges: those of a batch carry no message, and who is left has to stand for them.
   */
  private static TrainingConfig leavingMessages(TrainingConfig config, GraphPlan plan, int users) {
    int most = Math.max(1, users / 2);
    if (!(plan instanceof GraphPlan.Whole) || config.batchSize() <= most) {
      return config;
    }
    log.info(
        "a step has {} sequences in place of {} (training.batchSize): half of the {} users, since"
            + " those of a step send no message through the graph",
        most,
        config.batchSize(),
        users);
    return config.batchSize(most);
  }

  /**
   * Returns the settings with batches so small that an epoch has enough steps: weights are
   * averaged, evaluated and given up by epochs.
   *
   * @param pieces of which an epoch draws all, or as many as it is to have
   */
  private static TrainingConfig ofEnoughSteps(TrainingConfig config, int pieces) {
    if (config.minSteps() == 0) {
      return config;
    }
    int drawn = EpochPlan.drawn(pieces, config);
    int most = Math.max(TrainingConfig.LEAST_BATCH, drawn / config.minSteps());
    if (config.batchSize() <= most) {
      return config;
    }
    log.info(
        "a step has {} sequences in place of {} (training.batchSize), so that an epoch of {}"
            + " sequences has {} steps (training.minSteps is {}; 0 leaves steps as they are)",
        most,
        config.batchSize(),
        drawn,
        (drawn - 1) / most + 1,
        config.minSteps());
    return config.batchSize(most);
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

  private static Windows windows(Targets predicted, Sequences sequences, int length) {
    return predicted instanceof Targets.EveryPosition every && every.wholeHistory()
        ? Windows.whole(sequences, length, every.overlap())
        : Windows.newest(sequences, length);
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
