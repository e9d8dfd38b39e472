package io.hardgnn.engine;

import io.hardgnn.data.Sequences;
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

  /** Adds negatives that the batch shares. */
  static void putShared(Map<String, HostTensor> feeds, int[] rows) {
    feeds.put(StepInputs.SHARED_NEGATIVES, HostTensor.of(rows, rows.length));
  }

  /** Adds which of the items that the batch shares are training items of which user, so that mining leaves them out. */
  static void putExcluded(
      Map<String, HostTensor> feeds, int[] shared, int[] users, Sequences training) {
    int[] columns = new int[training.itemCount()]; // column + 1, 0 for none
    for (int column = 0; column < shared.length; column++) {
      columns[shared[column]] = column + 1;
    }
    float[] excluded = new float[users.length * shared.length];
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
