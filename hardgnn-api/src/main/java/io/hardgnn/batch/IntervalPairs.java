package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
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
 * @param perUser pairs in each interval for each user of a step, of any of its users; 0 for none
 */
record IntervalPairs(List<IntervalGraph> graphs, int perUser) {

  /**
   * Draws the pairs of a step; the first row holds one side, the second the other. Does nothing
   * where no loss wants any.
   */
  void put(Map<String, HostTensor> feeds, SplittableRandom random, int[] users, NodeIndex items) {
    if (perUser == 0) {
      return;
    }
    for (int interval = 0; interval < graphs.size(); interval++) {
      IntervalGraph graph = graphs.get(interval);
      int[] active =
          IntStream.range(0, users.length)
              .filter(row -> graph.userDegree(users[row]) > 0)
              .toArray();
      int edges =
          StepArrays.length(
              2 * active.length,
              perUser,
              "batchSize (training.batchSize) or pairsPerUser (objective.self_augmented.pairsPerUser)");
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
