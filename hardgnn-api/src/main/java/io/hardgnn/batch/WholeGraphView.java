package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One graph of all training edges, {@link io.hardgnn.encoder.GraphPlan.Whole}.
 *
 * <p>The user scale is the inverse of the degree. In a step the batch's users carry no message,
 * which takes out every edge that the step predicts. The other users, or on large graphs a uniform
 * sample of them, stand for all, scaled to match.
 */
final class WholeGraphView implements GraphViews {

  private final IntervalGraph graph;
  private final int sampleSize;
  private final float[] inverseDegrees;
  private final int active; // users with an edge
  private final Map<String, HostTensor> whole = GraphFeeds.feeds();

  /**
   * Creates the graph.
   *
   * @param graph all training edges
   * @param edgeSample edges through which a step propagates, about, or 0 for all
   */
  WholeGraphView(IntervalGraph graph, int edgeSample) {
    this.graph = graph;
    this.sampleSize = sampleSize(graph, edgeSample);
    this.inverseDegrees = GraphFeeds.powers(graph.userOffsets(), -1);
    int some = 0;
    for (float inverse : inverseDegrees) {
      some += inverse == 0 ? 0 : 1;
    }
    this.active = some;
    GraphFeeds.putEdges(whole, 0, graph);
    whole.put(GraphInputs.userScale(0), GraphFeeds.column(inverseDegrees));
    whole.put(
        GraphInputs.itemScale(0), GraphFeeds.column(GraphFeeds.powers(graph.itemOffsets(), -0.5)));
  }

  /** Returns how many users have as many edges in the mean, all if there are no more. */
  private static int sampleSize(IntervalGraph graph, int edgeSample) {
    int edges = graph.edgeCount();
    return edgeSample == 0 || edgeSample >= edges
        ? graph.userCount()
        : (int) Math.max(1, Math.round((double) graph.userCount() * edgeSample / edges));
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
    if (sampleSize >= graph.userCount() - users.length) {
      feeds.put(GraphInputs.userScale(0), GraphFeeds.column(scalesOfOthers(users)));
    } else {
      putSample(feeds, sample(random, users));
    }
  }

  /** Returns the scales of all users but the batch's, who those that are left stand for too. */
  private float[] scalesOfOthers(int[] users) {
    float[] scale = inverseDegrees.clone();
    int left = active;
    for (int user : users) {
      left -= scale[user] == 0 ? 0 : 1;
      scale[user] = 0;
    }
    float correction = (float) active / Math.max(1, left);
    for (int user = 0; user < scale.length; user++) {
      scale[user] *= correction;
    }
    return scale;
  }

  /** Draws distinct users who are not in the batch, in ascending order. */
  private int[] sample(SplittableRandom random, int[] users) {
    BitSet taken = new BitSet(graph.userCount());
    for (int user : users) {
      taken.set(user);
    }
    int[] drawn = new int[sampleSize];
    for (int i = 0; i < sampleSize; i++) {
      int user = random.nextInt(graph.userCount());
      while (taken.get(user)) {
        user = random.nextInt(graph.userCount());
      }
      taken.set(user);
      drawn[i] = user;
    }
    Arrays.sort(drawn);
    return drawn;
  }

  private void putSample(Map<String, HostTensor> feeds, int[] sample) {
    int edges = 0;
    for (int user : sample) {
      edges += graph.userDegree(user);
    }
    int[] usersByUser = new int[edges];
    int[] itemsByUser = new int[edges];
    int[] itemOffsets = new int[graph.itemCount() + 1];
    float[] scale = new float[sample.length];
    float correction = (float) graph.userCount() / sample.length;
    int edge = 0;
    for (int row = 0; row < sample.length; row++) {
      int user = sample[row];
      scale[row] = inverseDegrees[user] * correction;
      for (int p = graph.userOffsets()[user]; p < graph.userOffsets()[user + 1]; p++) {
        usersByUser[edge] = row;
        itemsByUser[edge++] = graph.items()[p];
        itemOffsets[graph.items()[p] + 1]++;
      }
    }
    for (int item = 0; item < graph.itemCount(); item++) {
      itemOffsets[item + 1] += itemOffsets[item];
    }
    feeds.put(GraphInputs.usersByUser(0), HostTensor.of(usersByUser, edges));
    feeds.put(GraphInputs.itemsByUser(0), HostTensor.of(itemsByUser, edges));
    feeds.put(
        GraphInputs.itemsByItem(0), HostTensor.of(GraphFeeds.rowOfEach(itemOffsets, edges), edges));
    feeds.put(
        GraphInputs.usersByItem(0),
        HostTensor.of(byItem(usersByUser, itemsByUser, itemOffsets), edges));
    feeds.put(GraphInputs.userScale(0), GraphFeeds.column(scale));
  }

  /**
   * Returns the users of the edges in the order of items: a counting sort, stable, so users stay in
   * order.
   */
  private static int[] byItem(int[] usersByUser, int[] itemsByUser, int[] itemOffsets) {
    int[] next = itemOffsets.clone();
    int[] users = new int[usersByUser.length];
    for (int edge = 0; edge < users.length; edge++) {
      users[next[itemsByUser[edge]]++] = usersByUser[edge];
    }
    return users;
  }
}
