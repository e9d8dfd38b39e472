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
 * Batches in which the items of a piece of a sequence are predicted from the items before them; its
 * last item is only a target.
 */
final class EveryPositionBatches implements TargetBatches {

  private final ModelDefinition definition;
  private final Sequences sequences;
  private final CandidateSampler sampler;
  private final IntervalPairs pairs;
  private final @Nullable TargetWeights targetWeights;
  private final Windows windows;
  private final TrainingGaps gaps;
  private final double targetsOfStep; // in the mean

  /** Takes the pieces that epochs are made of, all their numbers, and how many a step has. */
  EveryPositionBatches(
      ModelDefinition definition,
      Windows windows,
      int[] all,
      Sequences sequences,
      CandidateSampler sampler,
      IntervalPairs pairs,
      double piecesPerStep) {
    this.definition = definition;
    this.sequences = sequences;
    this.sampler = sampler;
    this.pairs = pairs;
    this.targetWeights =
        definition.draws().proposal().weighsTargets()
            ? TargetWeights.of(sequences.itemCount(), all, windows::addTargets)
            : null;
    this.windows = windows;
    this.gaps = new TrainingGaps(definition.readsTimeGaps(), sequences);
    this.targetsOfStep = windows.meanTargets(all) * piecesPerStep;
  }

  @Override
  public Built put(Map<String, HostTensor> feeds, SplittableRandom random, int[] pieces) {
    int[] users = windows.users(pieces);
    int longest = 1;
    int queries = 0;
    for (int piece : pieces) {
      longest = Math.max(longest, windows.inputs(piece));
      queries += windows.targets(piece);
    }
    NodeIndex items = new NodeIndex(sequences.itemCount(), !definition.namesItemNodes());
    PaddedSequences padded = new PaddedSequences(users.length, longest, gaps.read());
    int[] targets = new int[queries];
    int[] targetItems = new int[queries];
    int[] rows = new int[queries];
    int[] positions = new int[queries];
    int query = 0;
    for (int row = 0; row < users.length; row++) {
      int count = windows.inputs(pieces[row]);
      int first = windows.end(pieces[row]) - 1 - count;
      padded.fill(row, count, (r, position) -> items.row(sequences.item(first + position)));
      gaps.fill(padded, random, row, users[row], first, count);
      int read = count - windows.targets(pieces[row]);
      for (int position = read; position < count; position++, query++) {
        targetItems[query] = sequences.item(first + position + 1);
        targets[query] = items.row(targetItems[query]);
        rows[query] = row;
        positions[query] = row * longest + longest - count + position;
      }
    }
    padded.putInto(feeds, SequenceBatch.HISTORY);
    feeds.put(StepInputs.TARGETS, HostTensor.of(targets, queries));
    feeds.put(StepInputs.TARGET_SEQUENCES, HostTensor.of(rows, queries));
    feeds.put(StepInputs.TARGET_POSITIONS, HostTensor.of(positions, queries));
    if (definition.objective().targets().weighsSteps()) {
      float weight = (float) (queries / targetsOfStep);
      feeds.put(StepInputs.STEP_WEIGHT, HostTensor.of(new float[] {weight}));
    }
    if (targetWeights != null) {
      targetWeights.put(feeds, targetItems);
    }
    putNegatives(feeds, random, users, rows, items);
    pairs.put(feeds, random, users, items);
    items.putInto(feeds, StepInputs.NODE_ITEMS);
    return new Built(queries, null);
  }

  private void putNegatives(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] users,
      int[] rows,
      NodeIndex items) {
    Draws draws = definition.draws();
    Negatives.putShared(feeds, random, draws, users, sequences, sampler, items);
    if (draws.perQuery() > 0) {
      int[] usersOfQueries = new int[rows.length];
      for (int query = 0; query < rows.length; query++) {
        usersOfQueries[query] = users[rows[query]];
      }
      Negatives.putPairs(feeds, random, usersOfQueries, draws.perQuery(), sampler, items);
    }
    Negatives.putOrders(feeds, random, draws, users.length, sequences.itemCount());
  }
}
