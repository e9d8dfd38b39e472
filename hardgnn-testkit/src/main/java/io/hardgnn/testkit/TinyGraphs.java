package io.hardgnn.testkit;

import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.Normalization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The graphs of {@link TinyModel}: the last user and the last item have no edge, nor has the second
 * of several intervals.
 */
final class TinyGraphs {

  private record Edge(int user, int item) {}

  private TinyGraphs() {}

  /** Returns the inputs that {@link GraphInputs#declare} asks for. */
  static Map<String, JavaTensor> feeds(GraphPlan plan) {
    Map<String, JavaTensor> feeds = new LinkedHashMap<>();
    for (int graph = 0; graph < plan.count(); graph++) {
      List<Edge> edges = edges(graph);
      List<Edge> byUser =
          sorted(edges, Comparator.comparingInt(Edge::user).thenComparingInt(Edge::item));
      List<Edge> byItem =
          sorted(edges, Comparator.comparingInt(Edge::item).thenComparingInt(Edge::user));
      feeds.put(GraphInputs.usersByUser(graph), ends(byUser, Edge::user));
      feeds.put(GraphInputs.itemsByUser(graph), ends(byUser, Edge::item));
      feeds.put(GraphInputs.usersByItem(graph), ends(byItem, Edge::user));
      feeds.put(GraphInputs.itemsByItem(graph), ends(byItem, Edge::item));
      double power = plan instanceof GraphPlan.Whole ? -1 : -0.5;
      boolean scaled =
          plan instanceof GraphPlan.Whole
              || plan instanceof GraphPlan.Intervals intervals
                  && intervals.weights() == Normalization.SYMMETRIC;
      if (scaled) {
        feeds.put(GraphInputs.userScale(graph), scale(edges, Edge::user, TinyModel.USERS, power));
        feeds.put(GraphInputs.itemScale(graph), scale(edges, Edge::item, TinyModel.ITEMS, -0.5));
      }
    }
    return feeds;
  }

  private static List<Edge> edges(int graph) {
    List<Edge> edges = new ArrayList<>();
    for (int user = 0; user < TinyModel.USERS - 1; user++) {
      for (int item = 0; item < TinyModel.ITEMS - 1; item++) {
        if ((user * item + user + item) % 3 != graph % 3 && graph != 1) {
          edges.add(new Edge(user, item));
        }
      }
    }
    return edges;
  }

  private static List<Edge> sorted(List<Edge> edges, Comparator<Edge> order) {
    return edges.stream().sorted(order).toList();
  }

  private static JavaTensor ends(List<Edge> edges, ToIntFunction<Edge> end) {
    return JavaTensor.indices(edges.stream().mapToInt(end).toArray());
  }

  private static JavaTensor scale(
      List<Edge> edges, ToIntFunction<Edge> end, int nodes, double power) {
    double[] scale = new double[nodes];
    edges.forEach(edge -> scale[end.applyAsInt(edge)]++);
    for (int node = 0; node < nodes; node++) {
      scale[node] = scale[node] == 0 ? 0 : Math.pow(scale[node], power);
    }
    return new JavaTensor(new int[] {nodes, 1}, scale);
  }
}
