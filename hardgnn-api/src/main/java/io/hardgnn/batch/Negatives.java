package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.Draws;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random negatives of a step as arrays. */
final class Negatives {

  private static final String TOO_MANY =
      "batchSize (training.batchSize) or the negatives or candidates of the losses (objective)";

  private Negatives() {}

  /**
   * Draws {@code perQuery} negatives for each query, none of them a training item of its user, and
   * adds the pairs.
   *
   * @throws IllegalArgumentException if an array cannot hold them
   */
  static void putPairs(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] usersOfQueries,
      int perQuery,
      CandidateSampler sampler,
      NodeIndex items) {
    int pairs = StepArrays.length(usersOfQueries.length, perQuery, TOO_MANY);
    int[] queries = new int[pairs];
    int[] negatives = new int[pairs];
    for (int query = 0; query < usersOfQueries.length; query++) {
      int from = query * perQuery;
      Arrays.fill(queries, from, from + perQuery, query);
      sampler.drawForUser(random, usersOfQueries[query], negatives, from, from + perQuery);
    }
    feeds.put(StepInputs.PAIR_QUERIES, HostTensor.of(queries, pairs));
    feeds.put(StepInputs.PAIR_NEGATIVES, HostTensor.of(items.rows(negatives), pairs));
    int[] ofQuery = new int[pairs];
    Arrays.setAll(ofQuery, pair -> pair);
    feeds.put(StepInputs.PAIRS_OF_QUERY, HostTensor.of(ofQuery, usersOfQueries.length, perQuery));
  }

  /**
   * Draws the negatives that the batch shares, and marks those that are training items of its
   * users, as far as losses want it.
   *
   * @throws IllegalArgumentException if an array cannot hold a cell for each user and item
   */
  static void putShared(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      Draws draws,
      int[] users,
      Sequences training,
      CandidateSampler sampler,
      NodeIndex items) {
    if (draws.shared() == 0) {
      return;
    }
    int[] shared = sampler.drawShared(random, draws.sharedOf(training.itemCount()));
    int[] rows = items.rows(shared);
    feeds.put(StepInputs.SHARED_NEGATIVES, HostTensor.of(rows, rows.length));
    if (draws.marksShared()) {
      putExcluded(feeds, shared, users, training);
    }
    if (draws.proposal().weighsShared()) {
      putWeights(feeds, shared, sampler.expectedCounts(shared), training.itemCount());
    }
  }

  private static void putWeights(
      Map<String, HostTensor> feeds, int[] shared, double @Nullable [] expected, int items) {
    float[] weights = new float[shared.length];
    for (int i = 0; i < shared.length; i++) {
      double count = expected == null ? (double) shared.length / items : expected[i];
      if (!(count > 0)) {
        throw new IllegalArgumentException(
            "the sampler of random negatives drew item "
                + shared[i]
                + " and gives it an expected count of "
                + count
                + "; it must be above 0");
      }
      weights[i] = (float) -Math.log(count);
    }
    feeds.put(StepInputs.SHARED_LOG_WEIGHTS, HostTensor.of(weights, weights.length));
  }

  /** Draws random orders of candidates for each sequence, as far as samplers want them. */
  static void putOrders(
      Map<String, HostTensor> feeds, SplittableRandom random, Draws draws, int rows, int items) {
    if (draws.sampler().sharedOrder()) {
      putOrder(feeds, StepInputs.SHARED_ORDER, random, rows, draws.sharedOf(items));
    }
    if (draws.sampler().catalogueOrder()) {
      putOrder(feeds, StepInputs.MINING_ORDER, random, rows, items);
    }
  }

  private static void putOrder(
      Map<String, HostTensor> feeds,
      String name,
      SplittableRandom random,
      int rows,
      int candidates) {
    float[] order =
        new float[StepArrays.length(rows, candidates, "batchSize (training.batchSize)")];
    for (int i = 0; i < order.length; i++) {
      order[i] = (random.nextInt() >>> 8) * 0x1p-24f;
    }
    feeds.put(name, HostTensor.of(order, rows, candidates));
  }

  /**
   * Adds which of the items that the batch shares are training items of which user, so that mining
   * leaves them out.
   */
  static void putExcluded(
      Map<String, HostTensor> feeds, int[] shared, int[] users, Sequences training) {
    int cells = StepArrays.length(users.length, shared.length, TOO_MANY);
    int[] columns = new int[training.itemCount()]; // column + 1, 0 for none
    for (int column = 0; column < shared.length; column++) {
      columns[shared[column]] = column + 1;
    }
    float[] excluded = new float[cells];
    for (int row = 0; row < users.length; row++) {
      for (int p = training.start(users[row]); p < training.end(users[row]); p++) {
        int column = columns[training.item(p)] - 1;
        if (column >= 0) {
          excluded[row * shared.length + column] = 1;
        }
      }
    }
    feeds.put(StepInputs.SHARED_EXCLUDED, HostTensor.of(excluded, users.length, shared.length));
  }
}
