package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.lowering.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Exponential averages of the parameters of a {@link TfGraph} over steps (Polyak and Juditsky,
 * 1992): they vary less than the weights of any one step, as if the learning rate had decayed.
 *
 * <p>The averages are slots {@code NAME/average} of the graph's {@link ParameterStore}, so they are
 * saved and restored with the optimiser's. Not thread-safe.
 */
public final class WeightAverages {

  private static final String SHARE = "average/share";
  private static final String SUFFIX = "/average";

  private final TfGraph graph;
  private final Operand<TFloat32> share;

  /**
   * Creates the averages of a graph; the graph must be used with one {@code WeightAverages} only.
   */
  public WeightAverages(TfGraph graph) {
    this.graph = graph;
    this.share = Types.floats(graph.input(SHARE, DType.FLOAT, Shape.SCALAR));
  }

  /**
   * Feeds what a step needs.
   *
   * @param decay in {@code [0, 1)}
   * @param step number of this update, counted from 1; the averages of the first steps forget
   *     faster, or they would remember the start for long
   */
  public void feed(Feeds feeds, double decay, long step) {
    feeds.scalar(SHARE, 1 - Math.min(decay, (step - 1.0) / (step + 9.0)));
  }

  /** Returns an update that takes every parameter's new value into its average. */
  public ParameterUpdate after(ParameterUpdate update) {
    Ops tf = graph.scope("average").withControlDependencies(List.of(update.op()));
    List<Op> updates = new ArrayList<>();
    for (String name : graph.parameters().parameterNames()) {
      ParameterStore.Variable parameter = graph.parameters().variable(name);
      ParameterStore.Variable average = graph.parameters().slot(name + SUFFIX, parameter.shape());
      Operand<TFloat32> now = tf.readVariableOp(parameter.handle(), TFloat32.class);
      Operand<TFloat32> before = tf.readVariableOp(average.handle(), TFloat32.class);
      updates.add(
          tf.assignAddVariableOp(average.handle(), tf.math.mul(tf.math.sub(now, before), share)));
    }
    return new ParameterUpdate(graph, tf.withControlDependencies(updates).noOp());
  }

  /**
   * Returns the averages by the names of their parameters, row-major; of a parameter that no update
   * knew of, its value.
   */
  public Map<String, float[]> readAll() {
    Set<String> slots = Set.copyOf(graph.parameters().slotNames());
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name : graph.parameters().parameterNames()) {
      sources.put(name, slots.contains(name + SUFFIX) ? name + SUFFIX : name);
    }
    Map<String, float[]> values = graph.parameters().readAll(List.copyOf(sources.values()));
    Map<String, float[]> averages = new LinkedHashMap<>();
    sources.forEach((name, source) -> averages.put(name, values.get(source)));
    return averages;
  }
}
