package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.Draws;
import io.hardgnn.step.StepInputs;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Batches in which one item of each sequence is predicted from the items before it: a recent one of
 * each user, as in the paper, or any one.
 *
 * <p>The distinct users and items of a step are worked out here, not in the graph.
 */
final class OneTargetBatches implements TargetBatches {

  private final ModelDefinition definition;
  private final Pieces pieces;
  private final Sequences sequences;
  private final Cuts targeting;
  private final TrainingGaps gaps;
  private final CandidateSampler sampler;
  private final IntervalPairs pairs;
  private final @Nullable TargetWeights targetWeights;

  /** Takes the pieces that epochs are made of, and all their numbers. */
  OneTargetBatches(
      ModelDefinition definition,
      Pieces pieces,
      int[] all,
      Cuts targeting,
      Sequences sequences,
      CandidateSampler sampler,
      IntervalPairs pairs) {
    this.definition = definition;
    this.sequences = sequences;
    this.pieces = pieces;
    this.targeting = targeting;
    this.gaps = new TrainingGaps(definition.readsTimeGaps(), sequences);
    this.sampler = sampler;
    this.pairs = pairs;
    this.targetWeights =
        definition.draws().proposal().weighsTargets()
            ? TargetWeights.of(sequences.itemCount(), all, targeting)
            : null;
  }

  /** Where the targets of a step stand among all training interactions. */
  interface Cuts extends TargetWeights.Expected {

    /** Returns the position of the target of each piece. */
    int[] draw(SplittableRandom random, int[] pieces);
  }

  /**
   * Draws among the newest few interactions of a user, never the first.
   *
   * @param window most interactions to draw among
   */
  record Newest(int window, Sequences sequences) implements Cuts {

    @Override
    public int[] draw(SplittableRandom random, int[] users) {
      int[] cuts = new int[users.length];
      for (int row = 0; row < users.length; row++) {
        cuts[row] = sequences.end(users[row]) - 1 - random.nextInt(choices(users[row]));
      }
      return cuts;
    }

    @Override
    public void add(int user, double[] targets) {
      int choices = choices(user);
      for (int back = 1; back <= choices; back++) {
        targets[sequences.item(sequences.end(user) - back)] += 1.0 / choices;
      }
    }

    private int choices(int user) {
      return Math.min(window, sequences.length(user) - 1);
    }
  }

  /** Takes each interaction, which is a piece of its own. */
  record Each(Sequences sequences) implements Cuts {

    @Override
    public int[] draw(SplittableRandom random, int[] interactions) {
      return interactions;
    }

    @Override
    public void add(int interaction, double[] targets) {
      targets[sequences.item(interaction)]++;
    }
  }

  @Override
  public Built put(Map<String, HostTensor> feeds, SplittableRandom random, int[] some) {
    int[] users = pieces.users(some);
    NodeIndex items = new NodeIndex(sequences.itemCount(), !definition.namesItemNodes());
    int[] cuts = targeting.draw(random, some);
    int[] targets = new int[users.length];
    for (int row = 0; row < users.length; row++) {
      targets[row] = sequences.item(cuts[row]);
    }
    // First, so that row 0 exists in every step: masked columns of a history point to it.
    int[] targetRows = items.rows(targets);
    putHistories(feeds, random, SequenceBatch.HISTORY, users, cuts, historyLength(), items);
    if (definition.shortensAnchors()) {
      int anchorLength = definition.anchorLength();
      putHistories(feeds, random, SequenceBatch.ANCHOR, users, cuts, anchorLength, items);
    }
    int[] rows = new int[users.length];
    java.util.Arrays.setAll(rows, row -> row);
    feeds.put(StepInputs.TARGETS, HostTensor.of(targetRows, users.length));
    feeds.put(StepInputs.TARGET_SEQUENCES, HostTensor.of(rows, users.length));
    if (targetWeights != null) {
      targetWeights.put(feeds, targets);
    }
    putNegatives(feeds, random, users, items);
    pairs.put(feeds, random, users, items);
    items.putInto(feeds, StepInputs.NODE_ITEMS);
    return new Built(users.length, targets);
  }

  private int historyLength() {
    return definition.readsHistories() ? definition.historyLength() : 0;
  }

  private void putHistories(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      String prefix,
      int[] users,
      int[] cuts,
      int limit,
      NodeIndex items) {
    int longest = 1;
    for (int row = 0; row < users.length; row++) {
      longest = Math.max(longest, Math.min(limit, cuts[row] - sequences.start(users[row])));
    }
    PaddedSequences padded = new PaddedSequences(users.length, longest, gaps.read());
    for (int row = 0; row < users.length; row++) {
      int count = Math.min(limit, cuts[row] - sequences.start(users[row]));
      int first = cuts[row] - count;
      padded.fill(row, count, (r, position) -> items.row(sequences.item(first + position)));
      gaps.fill(padded, random, row, users[row], first, count);
    }
    padded.putInto(feeds, prefix);
  }

  private void putNegatives(
      Map<String, HostTensor> feeds, SplittableRandom random, int[] users, NodeIndex items) {
    Draws draws = definition.draws();
    if (draws.perQuery() > 0) {
      Negatives.putPairs(feeds, random, users, draws.perQuery(), sampler, items);
    }
    Negatives.putShared(feeds, random, draws, users, sequences, sampler, items);
    if (draws.marksCatalogue()) {
      putMiningExclusions(feeds, users);
    }
    Negatives.putOrders(feeds, random, draws, users.length, sequences.itemCount());
  }

  private void putMiningExclusions(Map<String, HostTensor> feeds, int[] users) {
    int cells = 0;
    for (int user : users) {
      cells += sequences.length(user);
    }
    int[] rows = new int[cells];
    int[] excluded = new int[cells];
    int cell = 0;
    for (int row = 0; row < users.length; row++) {
      for (int p = sequences.start(users[row]); p < sequences.end(users[row]); p++, cell++) {
        rows[cell] = row;
        excluded[cell] = sequences.item(p);
      }
    }
    feeds.put(StepInputs.MINING_ROWS, HostTensor.of(rows, cells));
    feeds.put(StepInputs.MINING_ITEMS, HostTensor.of(excluded, cells));
  }
}
