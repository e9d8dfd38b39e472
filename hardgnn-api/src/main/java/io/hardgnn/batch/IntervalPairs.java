package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.internal.random.Shuffle;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pairs of edges of a batch's users in each interval, for losses that compare edges of an interval.
 *
 * @param graphs the intervals, oldest first
 * @param perUser most pairs in each interval for each user of a step; 0 for none
 */
record IntervalPairs(List<IntervalGraph> graphs, int perUser) {

  /**
   * Draws the pairs of a step; the first row holds one side, the second the other. A user brings
   * twice as many edges as {@link #perUser}, drawn with replacement, but not more than the user has
   * in the interval, and an even number; whose edges meet is left to chance. Does nothing where no
   * loss wants any.
   */
  void put(Map<String, HostTensor> feeds, SplittableRandom random, int[] users, NodeIndex items) {
    if (perUser == 0) {
      return;
    }
    for (int interval = 0; interval < graphs.size(); interval++) {
      IntervalGraph graph = graphs.get(interval);
      int[] owners = owners(graph, users);
      Shuffle.of(owners, random);
      int[] pairItems = new int[owners.length];
      for (int i = 0; i < owners.length; i++) {
        int user = users[owners[i]];
        int edge = graph.userOffsets()[user] + random.nextInt(graph.userDegree(user));
        pairItems[i] = items.row(graph.items()[edge]);
      }
      int pairs = owners.length / 2;
      feeds.put(StepInputs.intervalUsers(interval), HostTensor.of(owners, 2, pairs));
      feeds.put(StepInputs.intervalItems(interval), HostTensor.of(pairItems, 2, pairs));
    }
  }

  /** Returns the rows of the batch, each as often as its user brings an edge. */
  private int[] owners(IntervalGraph graph, int[] users) {
    return IntStream.range(0, users.length)
        .flatMap(
            row -> {
              int pairs = Math.min(perUser, graph.userDegree(users[row]) / 2);
              return IntStream.range(0, 2 * pairs).map(i -> row);
            })
        .toArray();
  }
}
