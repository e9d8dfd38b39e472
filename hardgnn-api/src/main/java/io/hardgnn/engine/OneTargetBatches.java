package io.hardgnn.engine;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.Sequences;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.model.SequenceBatch;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.sampling.CandidateSampler;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Batches in which one recent item of each user is predicted from the items before it, as in the paper.
 *
 * <p>The distinct users and items of a step are worked out here, not in the graph.
 */
final class OneTargetBatches implements TargetBatches {

  private final ModelDefinition definition;
  private final Sequences sequences;
  private final List<IntervalGraph> intervals;
  private final CandidateSampler sampler;

  OneTargetBatches(
      ModelDefinition definition,
      Sequences sequences,
      List<IntervalGraph> intervals,
      CandidateSampler sampler) {
    this.definition = definition;
    this.sequences = sequences;
    this.intervals = intervals;
    this.sampler = sampler;
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
    putHistories(
        feeds,
        SequenceBatch.HISTORY,
        users,
        cuts,
        definition.model().sequence().historyLength(),
        items);
    if (definition.shortensAnchors()) {
      int anchorLength = definition.model().sequence().anchorHistoryLength();
      putHistories(feeds, SequenceBatch.ANCHOR, users, cuts, anchorLength, items);
    }
    int[] rows = new int[users.length];
    java.util.Arrays.setAll(rows, row -> row);
    feeds.put(StepInputs.TARGETS, HostTensor.of(targetRows, users.length));
    feeds.put(StepInputs.TARGET_SEQUENCES, HostTensor.of(rows, users.length));
    putNegatives(feeds, random, users, items);
    if (definition.objectiveConfig().beta() > 0) {
      putPairs(feeds, random, users, items);
    }
    items.putInto(feeds, StepInputs.NODE_ITEMS);
    return new Built(users.length, targets);
  }

  /** Draws the position of each user's target among the newest few, never the first interaction. */
  private int[] drawCuts(SplittableRandom random, int[] users) {
    int[] cuts = new int[users.length];
    for (int row = 0; row < users.length; row++) {
      int window =
          Math.min(definition.objectiveConfig().targetWindow(), sequences.length(users[row]) - 1);
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
    ObjectiveConfig objective = definition.objectiveConfig();
    if (objective.samplesPairs()) {
      Negatives.putPairs(feeds, random, users, objective.negatives(), sampler, items);
    }
    if (objective.sharesNegatives()) {
      int[] shared =
          sampler.drawShared(random, Objective.sharedNegatives(objective, sequences.itemCount()));
      Negatives.putShared(feeds, items.rows(shared));
    }
    if (objective.minesCatalogue()) {
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

  /** Draws pairs of edges of the batch's users in each interval; the first row holds one side, the second the other. */
  private void putPairs(
      Map<String, HostTensor> feeds, SplittableRandom random, int[] users, NodeIndex items) {
    for (int interval = 0; interval < intervals.size(); interval++) {
      IntervalGraph graph = intervals.get(interval);
      int[] active =
          java.util.stream.IntStream.range(0, users.length)
              .filter(row -> graph.userDegree(users[row]) > 0)
              .toArray();
      int edges =
          ArrayLength.of(
              2 * active.length,
              definition.objectiveConfig().pairsPerUser(),
              "batchSize (training.batchSize) or pairsPerUser (objective.pairsPerUser)");
      int[] pairUsers = new int[edges];
      int[] pairItems = new int[edges];
      for (int i = 0; i < edges; i++) {
        int row = active[random.nextInt(active.length)];
        int edge = graph.userOffsets()[users[row]] + random.nextInt(graph.userDegree(users[row]));
        pairUsers[i] = row;
        pairItems[i] = items.row(graph.items()[edge]);
      }
      feeds.put(StepInputs.intervalUsers(interval), HostTensor.of(pairUsers, 2, edges / 2));
      feeds.put(StepInputs.intervalItems(interval), HostTensor.of(pairItems, 2, edges / 2));
    }
  }
}
