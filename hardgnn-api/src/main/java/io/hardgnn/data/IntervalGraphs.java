package io.hardgnn.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds one graph for each interval: linear in interactions, plus users and items for each interval.
 *
 * <p>The order in time puts a user's interactions of one interval side by side, so the items of a user in an interval are a
 * copied and sorted piece of a sequence. The users of an item come from them by a counting sort. Ranges of users, then
 * intervals, are worked on side by side.
 */
final class IntervalGraphs {

  private final Prefixes training;
  private final IntervalCuts cuts;
  private final UserRanges ranges;
  private final int[][] userOffsets; // [T][users + 1]
  private final int[][] items; // [T][edges]

  private IntervalGraphs(Prefixes training, IntervalCuts cuts) {
    this.training = training;
    this.cuts = cuts;
    this.ranges = UserRanges.of(training.userCount(), training.whole()::start);
    this.userOffsets = new int[cuts.count()][];
    this.items = new int[cuts.count()][];
  }

  static List<IntervalGraph> build(Prefixes training, IntervalCuts cuts) {
    IntervalGraphs graphs = new IntervalGraphs(training, cuts);
    graphs.intervals().forEach(graphs::makeOffsets);
    graphs.ranges.inParallel(graphs::countEdges);
    graphs.intervals().forEach(graphs::makeItems);
    graphs.ranges.inParallel(graphs::copyItems);
    return graphs.intervals().mapToObj(graphs::graph).toList();
  }

  private IntStream intervals() {
    return IntStream.range(0, cuts.count()).parallel();
  }

  private void makeOffsets(int t) {
    userOffsets[t] = new int[training.userCount() + 1];
  }

  private void makeItems(int t) {
    Csr.toOffsets(userOffsets[t]);
    items[t] = new int[userOffsets[t][training.userCount()]];
  }

  /** Counts the different items of each user in each interval, one place to the right. */
  private void countEdges(int from, int to) {
    int[] lastPiece = new int[training.itemCount()]; // the number of the last piece with an item
    int piece = 0;
    for (int user = from; user < to; user++) {
      int end = training.end(user);
      for (int position = training.start(user); position < end; ) {
        int t = cuts.intervalOf(training.timestamp(position));
        piece++;
        int edges = 0;
        for (; position < end && cuts.isBefore(t, training.timestamp(position)); position++) {
          int item = training.item(position);
          edges += lastPiece[item] == piece ? 0 : 1;
          lastPiece[item] = piece;
        }
        userOffsets[t][user + 1] = edges;
      }
    }
  }

  private void copyItems(int from, int to) {
    int[] scratch = new int[64];
    for (int user = from; user < to; user++) {
      int end = training.end(user);
      for (int position = training.start(user); position < end; ) {
        int t = cuts.intervalOf(training.timestamp(position));
        int length = 0;
        for (; position < end && cuts.isBefore(t, training.timestamp(position)); position++) {
          if (length == scratch.length) {
            scratch = Arrays.copyOf(scratch, 2 * length);
          }
          scratch[length++] = training.item(position);
        }
        Arrays.sort(scratch, 0, length);
        copyDifferent(scratch, length, items[t], userOffsets[t][user]);
      }
    }
  }

  private static void copyDifferent(int[] sorted, int length, int[] target, int start) {
    int out = start;
    for (int i = 0; i < length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        target[out++] = sorted[i];
      }
    }
  }

  /** Adds the users of each item; they ascend, since the users come in their order. */
  private IntervalGraph graph(int t) {
    int[] itemOffsets = new int[training.itemCount() + 1];
    for (int item : items[t]) {
      itemOffsets[item + 1]++;
    }
    Csr.toOffsets(itemOffsets);
    int[] users = new int[items[t].length];
    int[] next = itemOffsets.clone();
    for (int user = 0; user < training.userCount(); user++) {
      for (int edge = userOffsets[t][user]; edge < userOffsets[t][user + 1]; edge++) {
        users[next[items[t][edge]]++] = user;
      }
    }
    return new IntervalGraph(userOffsets[t], items[t], itemOffsets, users);
  }
}
