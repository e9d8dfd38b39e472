package io.hardgnn.engine;

import io.hardgnn.loss.StepInputs;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.sampling.CandidateSampler;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Random negatives of a step as arrays. */
final class Negatives {

  private Negatives() {}

  /** Sampled pairs: the query and the negative item of each, {@code [R]}. */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
  record Pairs(int[] queries, int[] items) {}

  /** Draws {@code perQuery} negatives for each query, none of them a training item of its user. */
  static Pairs drawPairs(
      SplittableRandom random, int[] usersOfQueries, int perQuery, CandidateSampler sampler) {
    int[] queries = new int[usersOfQueries.length * perQuery];
    int[] items = new int[queries.length];
    for (int query = 0; query < usersOfQueries.length; query++) {
      int from = query * perQuery;
      Arrays.fill(queries, from, from + perQuery, query);
      sampler.drawForUser(random, usersOfQueries[query], items, from, from + perQuery);
    }
    return new Pairs(queries, items);
  }

  /** Adds negatives that the batch shares and, for mining, which of them are training items of which user. */
  static void putShared(
      Map<String, HostTensor> feeds,
      int[] shared,
      boolean mined,
      int[] users,
      CandidateSampler sampler) {
    feeds.put(StepInputs.SHARED_NEGATIVES, HostTensor.of(shared, shared.length));
    if (!mined) {
      return;
    }
    float[] excluded = new float[users.length * shared.length];
    for (int row = 0; row < users.length; row++) {
      for (int column = 0; column < shared.length; column++) {
        excluded[row * shared.length + column] =
            sampler.isTrainingItem(users[row], shared[column]) ? 1 : 0;
      }
    }
    feeds.put(StepInputs.SHARED_EXCLUDED, HostTensor.of(excluded, users.length, shared.length));
  }
}
