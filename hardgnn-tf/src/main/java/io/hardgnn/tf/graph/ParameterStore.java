package io.hardgnn.tf.graph;

import io.hardgnn.error.Excerpt;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterSeed;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.lowering.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The variables of a {@link TfGraph} by name: the model's parameters, and the optimiser's slots
 * beside them.
 *
 * <p>To a checkpoint all of them are named arrays of floats. Values given before a variable is
 * declared are kept for it, so that trained weights can be restored before or after the model is
 * built. Not thread-safe.
 */
public final class ParameterStore {

  private final TfGraph graph;
  private final long seed;
  private final Map<String, Variable> parameters = new LinkedHashMap<>();
  private final Map<String, Variable> slots = new LinkedHashMap<>();
  private final Map<String, float[]> waiting = new LinkedHashMap<>();

  /**
   * A resource variable.
   *
   * @param name its name, unique in the store
   * @param shape fixed
   * @param handle the resource
   * @param read its value
   * @param value fed to assign it
   * @param assign assigns what is fed
   */
  record Variable(
      String name,
      Shape shape,
      Operand<? extends TType> handle,
      Operand<TFloat32> read,
      Placeholder<TFloat32> value,
      Op assign) {}

  ParameterStore(TfGraph graph, long seed) {
    this.graph = graph;
    this.seed = seed;
  }

  /** Returns the names of the parameters in the order of declaration. */
  public List<String> parameterNames() {
    return List.copyOf(parameters.keySet());
  }

  /** Returns the names of the optimiser's slots in the order of declaration. */
  public List<String> slotNames() {
    return List.copyOf(slots.keySet());
  }

  /**
   * Returns the shape of a parameter or slot.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Shape shape(String name) {
    return variable(name).shape();
  }

  /** Returns whether there are values for just these variables, as many as each has elements. */
  public boolean fits(Collection<String> names, Map<String, float[]> values) {
    return values.keySet().equals(Set.copyOf(names))
        && values.entrySet().stream()
            .allMatch(given -> given.getValue().length == shape(given.getKey()).elementCount());
  }

  /**
   * Sets a parameter or slot, now or when it is declared.
   *
   * @param values row-major; copied at the latest before the next run
   * @throws ShapeException if the variable is declared and has another number of elements
   */
  public void assign(String name, float[] values) {
    graph.requireOpen();
    @Nullable Variable known = find(name);
    if (known != null) {
      checkCount(name, known.shape(), values);
    }
    waiting.put(name, values.clone());
  }

  /** Sets several parameters or slots, as {@link #assign}. */
  public void assignAll(Map<String, float[]> values) {
    values.forEach(this::assign);
  }

  /**
   * Returns the current values of parameters and slots, row-major, in the order given.
   *
   * @throws IllegalArgumentException if there is none of one of the names
   */
  public Map<String, float[]> readAll(List<String> names) {
    List<Operand<?>> reads = new ArrayList<>();
    for (String name : names) {
      reads.add(variable(name).read());
    }
    List<Object> arrays = graph.fetchRaw(reads);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), (float[]) arrays.get(i));
    }
    return values;
  }

  Operand<TFloat32> declare(String name, Shape shape, Initializer initializer) {
    @Nullable Variable known = parameters.get(name);
    if (known != null) {
      if (!known.shape().equals(shape)) {
        throw new ShapeException(
            "parameter '"
                + name
                + "' has shape "
                + known.shape()
                + " and is asked for with "
                + shape);
      }
      return known.read();
    }
    if (slots.containsKey(name)) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' has the name of an optimiser's slot");
    }
    int length = length("parameter", name, shape);
    Variable made = make(name, shape);
    float @Nullable [] trained = waiting.get(name);
    if (trained != null) {
      checkCount(name, shape, trained);
    } else {
      float[] initial = initializer.values(length, ParameterSeed.randomFor(seed, name));
      checkCount(name, shape, initial);
      waiting.put(name, initial);
    }
    parameters.put(name, made);
    return made.read();
  }

  /** Returns a slot that starts at zero; asking again returns the same one. */
  Variable slot(String name, Shape shape) {
    @Nullable Variable known = slots.get(name);
    if (known != null) {
      return known;
    }
    if (parameters.containsKey(name)) {
      throw new IllegalArgumentException("slot '" + name + "' has the name of a parameter");
    }
    int length = length("slot", name, shape);
    Variable made = make(name, shape);
    float @Nullable [] given = waiting.get(name);
    if (given == null) {
      // With all other values before the next run: a run for each slot would take seconds, as the
      // graph grows in between.
      waiting.put(name, new float[length]);
    } else {
      checkCount(name, shape, given);
    }
    slots.put(name, made);
    return made;
  }

  Variable variable(String name) {
    @Nullable Variable known = find(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "no parameter or slot '"
              + Excerpt.of(name)
              + "'; there are "
              + parameters.keySet()
              + " and "
              + slots.keySet());
    }
    return known;
  }

  /** Gives declared variables the values that wait for them; called before every run. */
  void assignWaiting(Session session) {
    List<Tensor> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      // By name, not by entry: the heap need not hold a value any longer than it takes to copy it.
      for (String name : List.copyOf(waiting.keySet())) {
        @Nullable Variable variable = find(name);
        if (variable != null) {
          // A tensor of its own: the variable may keep its memory.
          Tensor tensor =
              HostBuffers.create(value(variable, Objects.requireNonNull(waiting.remove(name))));
          tensors.add(tensor);
          runner.feed(variable.value(), tensor).addTarget(variable.assign());
        }
      }
      if (!tensors.isEmpty()) {
        Failures.translating(runner::run).close();
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private static Feeds.Value value(Variable variable, float[] values) {
    int[] dims = variable.shape().dims().stream().mapToInt(dim -> dim.size()).toArray();
    return new Feeds.Value(DType.FLOAT, values, dims, values.length);
  }

  private @Nullable Variable find(String name) {
    @Nullable Variable parameter = parameters.get(name);
    return parameter != null ? parameter : slots.get(name);
  }

  private Variable make(String name, Shape shape) {
    Ops tf = graph.variables();
    String node = Types.nodeName(name);
    org.tensorflow.ndarray.Shape fixed = Types.of(shape);
    // Without a shared name TensorFlow would make all variables one.
    VarHandleOp handle =
        tf.withName(node).varHandleOp(TFloat32.class, fixed, VarHandleOp.sharedName(name));
    Placeholder<TFloat32> value =
        tf.withName(node + ".value").placeholder(TFloat32.class, Placeholder.shape(fixed));
    return new Variable(
        name,
        shape,
        handle,
        tf.withName(node + ".read").readVariableOp(handle, TFloat32.class),
        value,
        tf.withName(node + ".assign").assignVariableOp(handle, value));
  }

  private static int length(String kind, String name, Shape shape) {
    return ArrayLength.of(
        kind + " '" + name + "'", shape.dims().stream().mapToLong(dim -> dim.size()).toArray());
  }

  private static void checkCount(String name, Shape shape, float[] values) {
    if (values.length != shape.elementCount()) {
      throw new ShapeException(
          "variable '"
              + name
              + "' of shape "
              + shape
              + " needs "
              + shape.elementCount()
              + " values, not "
              + values.length);
    }
  }
}
