package io.hardgnn.data.prepare;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.internal.columns.Csr;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Builds one graph for each interval: linear in interactions, plus users and items for each
 * interval.
 *
 * <p>The order in time puts a user's interactions of one interval side by side, so the items of a
 * user in an interval are a copied and sorted piece of a sequence. The users of an item come from
 * them by a counting sort. Ranges of users, then intervals, are worked on side by side.
 *
 * <p>Thread-safe.
 */
public final class IntervalGraphs {

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

  /**
   * Returns the graphs that a model sees which is trained with all of these interactions.
   *
   * @param interactions in the order of time within a user; times are not read for one interval
   * @param count number of intervals {@code T}, at least 1
   * @param scheme how the range of time is cut
   * @return {@code count} graphs, oldest first; a graph may have no edge
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public static List<IntervalGraph> of(Sequences interactions, int count, IntervalScheme scheme) {
    Prefixes all = Prefixes.of(interactions, interactions::length);
    return build(all, IntervalCuts.of(all, count, scheme));
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

  private void countEdges(int from, int to) {
    ItemSet items = new ItemSet(training.itemCount());
    for (int user = from; user < to; user++) {
      countEdges(user, items);
    }
  }

  /** Counts the different items of a user in each interval, one place to the right. */
  private void countEdges(int user, ItemSet items) {
    int end = training.end(user);
    int position = training.start(user);
    for (int t = 0; position < end; t++) {
      int edges = 0;
      for (; position < end && cuts.isBefore(t, training.timestamp(position)); position++) {
        edges += items.add(training.item(position)) ? 1 : 0;
      }
      if (edges > 0) {
        userOffsets[t][user + 1] = edges;
        items.clear();
      }
    }
  }

  private void copyItems(int from, int to) {
    int longest = 0;
    for (int user = from; user < to; user++) {
      longest = Math.max(longest, training.end(user) - training.start(user));
    }
    int[] buffer = new int[longest];
    for (int user = from; user < to; user++) {
      copyItems(user, buffer);
    }
  }

  private void copyItems(int user, int[] buffer) {
    int end = training.end(user);
    int position = training.start(user);
    for (int t = 0; position < end; t++) {
      int length = 0;
      for (; position < end && cuts.isBefore(t, training.timestamp(position)); position++) {
        buffer[length++] = training.item(position);
      }
      if (length > 1) {
        Arrays.sort(buffer, 0, length);
      }
      copyDifferent(buffer, length, items[t], userOffsets[t][user]);
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
    int[] offsets = userOffsets[t];
    int[] itemsOfUsers = items[t];
    int[] itemOffsets = new int[training.itemCount() + 1];
    for (int item : itemsOfUsers) {
      itemOffsets[item + 1]++;
    }
    Csr.toOffsets(itemOffsets);
    int[] users = new int[itemsOfUsers.length];
    for (int user = 0; user + 1 < offsets.length; user++) {
      for (int edge = offsets[user]; edge < offsets[user + 1]; edge++) {
        users[itemOffsets[itemsOfUsers[edge]]++] = user;
      }
    }
    // Each offset has moved to where the next item begins.
    System.arraycopy(itemOffsets, 0, itemOffsets, 1, itemOffsets.length - 1);
    itemOffsets[0] = 0;
    return new IntervalGraph(offsets, itemsOfUsers, itemOffsets, users);
  }
}
