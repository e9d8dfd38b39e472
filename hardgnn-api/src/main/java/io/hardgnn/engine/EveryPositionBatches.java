package io.hardgnn.engine;

import io.hardgnn.data.Sequences;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.model.SequenceBatch;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.sampling.CandidateSampler;
import java.util.Map;
import java.util.SplittableRandom;

/** Batches in which every item of a sequence is predicted from the items before it. */
final class EveryPositionBatches implements TargetBatches {

  private final ModelDefinition definition;
  private final Sequences sequences;
  private final CandidateSampler sampler;

  EveryPositionBatches(ModelDefinition definition, Sequences sequences, CandidateSampler sampler) {
    this.definition = definition;
    this.sequences = sequences;
    this.sampler = sampler;
  }

  @Override
  public Built put(Map<String, HostTensor> feeds, SplittableRandom random, int[] users) {
    int longest = 1;
    int queries = 0;
    for (int user : users) {
      longest = Math.max(longest, inputs(user));
      queries += inputs(user);
    }
    NodeIndex items = new NodeIndex(sequences.itemCount(), !definition.namesItemNodes());
    PaddedSequences padded = new PaddedSequences(users.length, longest);
    int[] targets = new int[queries];
    int[] rows = new int[queries];
    int[] positions = new int[queries];
    int query = 0;
    for (int row = 0; row < users.length; row++) {
      int count = inputs(users[row]);
      int first = sequences.end(users[row]) - 1 - count;
      padded.fill(row, count, (r, position) -> items.row(sequences.item(first + position)));
      for (int position = 0; position < count; position++, query++) {
        targets[query] = items.row(sequences.item(first + position + 1));
        rows[query] = row;
        positions[query] = row * longest + longest - count + position;
      }
    }
    padded.putInto(feeds, SequenceBatch.HISTORY);
    feeds.put(StepInputs.TARGETS, HostTensor.of(targets, queries));
    feeds.put(StepInputs.TARGET_SEQUENCES, HostTensor.of(rows, queries));
    feeds.put(StepInputs.TARGET_POSITIONS, HostTensor.of(positions, queries));
    putNegatives(feeds, random, users, rows, items);
    items.putInto(feeds, StepInputs.NODE_ITEMS);
    return new Built(queries, null);
  }

  /** The last item is only a target, so a sequence of n items has n - 1 inputs. */
  private int inputs(int user) {
    return Math.min(sequences.length(user) - 1, definition.model().sequence().historyLength());
  }

  private void putNegatives(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] users,
      int[] rows,
      NodeIndex items) {
    ObjectiveConfig objective = definition.objectiveConfig();
    if (objective.sharesNegatives()) {
      int[] shared =
          sampler.drawShared(random, Objective.sharedNegatives(objective, sequences.itemCount()));
      Negatives.putShared(feeds, items.rows(shared));
      if (objective.minesShared()) {
        Negatives.putExcluded(feeds, shared, users, sequences);
      }
    }
    if (objective.samplesPairs()) {
      int[] usersOfQueries = new int[rows.length];
      for (int query = 0; query < rows.length; query++) {
        usersOfQueries[query] = users[rows[query]];
      }
      Negatives.putPairs(feeds, random, usersOfQueries, objective.negatives(), sampler, items);
    }
  }
}
