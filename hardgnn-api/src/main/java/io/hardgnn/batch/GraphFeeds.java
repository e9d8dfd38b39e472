package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.ops.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Graphs as arrays for the inputs that {@link GraphInputs} declares. */
final class GraphFeeds {

  private GraphFeeds() {}

  /**
   * Adds the edges of a graph in both directions.
   *
   * @param feeds receives the arrays
   * @param index which graph of the model
   */
  static void putEdges(Map<String, HostTensor> feeds, int index, IntervalGraph graph) {
    int edges = graph.edgeCount();
    feeds.put(
        GraphInputs.usersByUser(index),
        HostTensor.of(rowOfEach(graph.userOffsets(), edges), edges));
    feeds.put(GraphInputs.itemsByUser(index), HostTensor.of(graph.items(), edges));
    feeds.put(
        GraphInputs.itemsByItem(index),
        HostTensor.of(rowOfEach(graph.itemOffsets(), edges), edges));
    feeds.put(GraphInputs.usersByItem(index), HostTensor.of(graph.users(), edges));
  }

  /** Adds {@code degree^-1/2} of users and items; isolated nodes get 0. */
  static void putSymmetricScales(Map<String, HostTensor> feeds, int index, IntervalGraph graph) {
    feeds.put(GraphInputs.userScale(index), column(powers(graph.userOffsets(), -0.5)));
    feeds.put(GraphInputs.itemScale(index), column(powers(graph.itemOffsets(), -0.5)));
  }

  static HostTensor column(float[] values) {
    return HostTensor.of(values, values.length, 1);
  }

  /** Returns the degree of each row to a power; rows without edges get 0. */
  static float[] powers(int[] offsets, double exponent) {
    float[] scales = new float[offsets.length - 1];
    for (int row = 0; row < scales.length; row++) {
      int degree = offsets[row + 1] - offsets[row];
      scales[row] = degree == 0 ? 0 : (float) Math.pow(degree, exponent);
    }
    return scales;
  }

  /** Returns the row of each position of a CSR structure. */
  static int[] rowOfEach(int[] offsets, int positions) {
    int[] rows = new int[positions];
    for (int row = 0; row + 1 < offsets.length; row++) {
      java.util.Arrays.fill(rows, offsets[row], offsets[row + 1], row);
    }
    return rows;
  }

  /** Returns an empty, ordered map of feeds. */
  static Map<String, HostTensor> feeds() {
    return new LinkedHashMap<>();
  }
}
