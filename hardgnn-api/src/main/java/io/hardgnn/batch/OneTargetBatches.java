package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.Draws;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Batches in which one recent item of each user is predicted from the items before it, as in the
 * paper.
 *
 * <p>The distinct users and items of a step are worked out here, not in the graph.
 */
final class OneTargetBatches implements TargetBatches {

  private final ModelDefinition definition;
  private final Sequences sequences;
  private final Targets.OnePerUser targeting;
  private final CandidateSampler sampler;
  private final IntervalPairs pairs;

  OneTargetBatches(
      ModelDefinition definition,
      Targets.OnePerUser targeting,
      Sequences sequences,
      CandidateSampler sampler,
      IntervalPairs pairs) {
    this.definition = definition;
    this.sequences = sequences;
    this.targeting = targeting;
    this.sampler = sampler;
    this.pairs = pairs;
  }

  @Override
  public Built put(Map<String, HostTensor> feeds, SplittableRandom random, int[] users) {
    NodeIndex items = new NodeIndex(sequences.itemCount(), !definition.namesItemNodes());
    int[] cuts = drawCuts(random, users);
    int[] targets = new int[users.length];
    for (int row = 0; row < users.length; row++) {
      targets[row] = sequences.item(cuts[row]);
    }
    // First, so that row 0 exists in every step: masked columns of a history point to it.
    int[] targetRows = items.rows(targets);
    putHistories(feeds, SequenceBatch.HISTORY, users, cuts, definition.historyLength(), items);
    if (definition.shortensAnchors()) {
      int anchorLength = definition.anchorLength();
      putHistories(feeds, SequenceBatch.ANCHOR, users, cuts, anchorLength, items);
    }
    int[] rows = new int[users.length];
    java.util.Arrays.setAll(rows, row -> row);
    feeds.put(StepInputs.TARGETS, HostTensor.of(targetRows, users.length));
    feeds.put(StepInputs.TARGET_SEQUENCES, HostTensor.of(rows, users.length));
    putNegatives(feeds, random, users, items);
    pairs.put(feeds, random, users, items);
    items.putInto(feeds, StepInputs.NODE_ITEMS);
    return new Built(users.length, targets);
  }

  /** Draws the position of each user's target among the newest few, never the first interaction. */
  private int[] drawCuts(SplittableRandom random, int[] users) {
    int[] cuts = new int[users.length];
    for (int row = 0; row < users.length; row++) {
      int window = Math.min(targeting.window(), sequences.length(users[row]) - 1);
      cuts[row] = sequences.end(users[row]) - 1 - random.nextInt(window);
    }
    return cuts;
  }

  private void putHistories(
      Map<String, HostTensor> feeds,
      String prefix,
      int[] users,
      int[] cuts,
      int limit,
      NodeIndex items) {
    int longest = 1;
    for (int row = 0; row < users.length; row++) {
      longest = Math.max(longest, Math.min(limit, cuts[row] - sequences.start(users[row])));
    }
    PaddedSequences padded = new PaddedSequences(users.length, longest);
    for (int row = 0; row < users.length; row++) {
      int count = Math.min(longest, cuts[row] - sequences.start(users[row]));
      int first = cuts[row] - count;
      padded.fill(row, count, (r, position) -> items.row(sequences.item(first + position)));
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
