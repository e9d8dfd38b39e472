package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One graph per interval over all users; a step may leave out the edges between its users and their
 * targets, so that a target is not seen in the graph while it is predicted.
 */
final class IntervalGraphViews implements GraphViews {

  private final List<IntervalGraph> graphs;
  private final boolean maskTargets;
  private final Map<String, HostTensor> whole = GraphFeeds.feeds();

  IntervalGraphViews(List<IntervalGraph> graphs, Normalization normalization, boolean maskTargets) {
    this.graphs = graphs;
    this.maskTargets = maskTargets;
    for (int interval = 0; interval < graphs.size(); interval++) {
      GraphFeeds.putEdges(whole, interval, graphs.get(interval));
      if (normalization == Normalization.SYMMETRIC) {
        GraphFeeds.putSymmetricScales(whole, interval, graphs.get(interval));
      }
    }
  }

  @Override
  public Map<String, HostTensor> whole() {
    return whole;
  }

  @Override
  public void put(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] users,
      int @Nullable [] targets) {
    if (!maskTargets || targets == null) {
      return;
    }
    for (int interval = 0; interval < graphs.size(); interval++) {
      putWithout(feeds, interval, users, targets);
    }
  }

  private void putWithout(Map<String, HostTensor> feeds, int interval, int[] users, int[] targets) {
    IntervalGraph graph = graphs.get(interval);
    int[] byUser = new int[users.length];
    int[] byItem = new int[users.length];
    int removed = 0;
    for (int row = 0; row < users.length; row++) {
      int edge = find(graph.userOffsets(), graph.items(), users[row], targets[row]);
      if (edge >= 0) {
        byUser[removed] = edge;
        byItem[removed++] = find(graph.itemOffsets(), graph.users(), targets[row], users[row]);
      }
    }
    if (removed == 0) {
      return;
    }
    byUser = distinct(byUser, removed);
    byItem = distinct(byItem, removed);
    for (String name :
        List.of(GraphInputs.usersByUser(interval), GraphInputs.itemsByUser(interval))) {
      feeds.put(name, without(name, byUser));
    }
    for (String name :
        List.of(GraphInputs.itemsByItem(interval), GraphInputs.usersByItem(interval))) {
      feeds.put(name, without(name, byItem));
    }
  }

  /** Sorts the first few; an edge is found twice if the step predicts it twice. */
  private static int[] distinct(int[] edges, int count) {
    return Arrays.stream(edges, 0, count).sorted().distinct().toArray();
  }

  private static int find(int[] offsets, int[] columns, int row, int column) {
    return Arrays.binarySearch(columns, offsets[row], offsets[row + 1], column);
  }

  private HostTensor without(String name, int[] sortedPositions) {
    HostTensor all = whole.get(name);
    if (all == null) {
      throw new IllegalStateException("no array " + name);
    }
    int[] kept = new int[all.ints().length - sortedPositions.length];
    int from = 0;
    int to = 0;
    for (int position : sortedPositions) {
      System.arraycopy(all.ints(), from, kept, to, position - from);
      to += position - from;
      from = position + 1;
    }
    System.arraycopy(all.ints(), from, kept, to, all.ints().length - from);
    return HostTensor.of(kept, kept.length);
  }
}
