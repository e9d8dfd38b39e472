package io.hardgnn.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds one graph for each interval by counting sorts: linear in edges, plus users and items for each interval. Intervals
 * are built side by side.
 */
final class IntervalGraphs {

  private IntervalGraphs() {}

  static List<IntervalGraph> build(Sequences sequences, IntervalCuts cuts) {
    int count = cuts.count();
    int[] offsets = new int[count + 1];
    for (int position = 0; position < sequences.size(); position++) {
      offsets[cuts.intervalOf(sequences.timestamp(position)) + 1]++;
    }
    Csr.toOffsets(offsets);
    int[] users = new int[sequences.size()];
    int[] items = new int[sequences.size()];
    int[] next = offsets.clone();
    for (int user = 0; user < sequences.userCount(); user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        int edge = next[cuts.intervalOf(sequences.timestamp(position))]++;
        users[edge] = user;
        items[edge] = sequences.item(position);
      }
    }
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            t ->
                graph(
                    sequences.userCount(),
                    sequences.itemCount(),
                    users,
                    items,
                    offsets[t],
                    offsets[t + 1]))
        .toList();
  }

  /** Builds one graph from the edges {@code from .. to-1}, which come in the order of users. */
  private static IntervalGraph graph(
      int userCount, int itemCount, int[] users, int[] items, int from, int to) {
    // Transposing twice sorts both sides: users ascend within an item, hence items ascend within a
    // user.
    int[] itemOffsets = offsets(items, from, to, itemCount);
    int[] byItem = new int[to - from];
    int[] next = itemOffsets.clone();
    for (int edge = from; edge < to; edge++) {
      byItem[next[items[edge]]++] = users[edge];
    }
    byItem = withoutRepeats(itemOffsets, byItem);
    int[] userOffsets = offsets(byItem, 0, byItem.length, userCount);
    int[] byUser = new int[byItem.length];
    next = userOffsets.clone();
    for (int item = 0; item < itemCount; item++) {
      for (int edge = itemOffsets[item]; edge < itemOffsets[item + 1]; edge++) {
        byUser[next[byItem[edge]]++] = item;
      }
    }
    return new IntervalGraph(userOffsets, byUser, itemOffsets, byItem);
  }

  private static int[] offsets(int[] nodes, int from, int to, int count) {
    int[] offsets = new int[count + 1];
    for (int edge = from; edge < to; edge++) {
      offsets[nodes[edge] + 1]++;
    }
    Csr.toOffsets(offsets);
    return offsets;
  }

  /** Drops equal neighbours within each row, adjusts the offsets in place and returns the shortened values. */
  private static int[] withoutRepeats(int[] offsets, int[] values) {
    int out = 0;
    int begin = 0;
    for (int row = 0; row + 1 < offsets.length; row++) {
      int end = offsets[row + 1];
      for (int edge = begin; edge < end; edge++) {
        if (edge == begin || values[edge] != values[edge - 1]) {
          values[out++] = values[edge];
        }
      }
      begin = end;
      offsets[row + 1] = out;
    }
    return out == values.length ? values : Arrays.copyOf(values, out);
  }
}
