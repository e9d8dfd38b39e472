package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inputs and parameters of an algebra by name: each is made once and shared by all that ask for
 * it again in the same form. Not thread-safe.
 *
 * @param <V> the backend's own handle of a tensor
 */
final class Declarations<V> {

  private final Map<String, Lowered<V>> inputs = new LinkedHashMap<>();
  private final Map<String, Lowered<V>> parameters = new LinkedHashMap<>();
  private final Map<String, ParameterRole> roles = new LinkedHashMap<>();
  private final Map<String, DimSource<V>> dimSources = new LinkedHashMap<>();

  /** Returns the inputs in the order of declaration; unmodifiable. */
  Map<String, Lowered<V>> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /** Returns the parameters in the order of declaration; unmodifiable. */
  Map<String, Lowered<V>> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * Returns an input that was declared before, or null if it may be declared now.
   *
   * @throws ShapeException if it was declared in another form
   * @throws IllegalArgumentException if a parameter has the name
   */
  @Nullable Lowered<V> input(String name, DType type, Shape shape) {
    @Nullable Lowered<V> known = inputs.get(name);
    if (known == null) {
      requireUnused(name, parameters);
    } else if (known.type() != type || !known.shape().equals(shape)) {
      throw new ShapeException(
          "input '"
              + name
              + "' was declared as "
              + known
              + " and is asked for as "
              + type
              + " "
              + shape);
    }
    return known;
  }

  /** Adds an input and returns it. */
  Lowered<V> addInput(String name, Lowered<V> input) {
    inputs.put(name, input);
    for (int axis = 0; axis < input.shape().rank(); axis++) {
      Dim dim = input.shape().dim(axis);
      if (dim.factor() == 1 && dim.names().size() == 1) {
        dimSources.putIfAbsent(dim.names().get(0), new DimSource<>(input, axis));
      }
    }
    return input;
  }

  /**
   * Returns a parameter that was declared before, or null if it may be declared now.
   *
   * @throws ShapeException if it was declared with another shape, or the shape is not fixed
   * @throws IllegalArgumentException if an input has the name, or it was declared in another role
   */
  @Nullable Lowered<V> parameter(String name, Shape shape, ParameterRole role) {
    @Nullable Lowered<V> known = parameters.get(name);
    if (known != null) {
      ShapeRules.same("parameter '" + name + "'", known.shape(), shape);
      if (role(name) != role) {
        throw new IllegalArgumentException(
            "parameter '"
                + name
                + "' was declared as "
                + role(name)
                + " and is asked for as "
                + role);
      }
      return known;
    }
    if (!shape.isFixed()) {
      throw new ShapeException("parameter '" + name + "' needs a fixed shape: " + shape);
    }
    requireUnused(name, inputs);
    return null;
  }

  /** Adds a parameter and returns it. */
  Lowered<V> addParameter(String name, ParameterRole role, Lowered<V> parameter) {
    parameters.put(name, parameter);
    roles.put(name, role);
    return parameter;
  }

  /**
   * Returns the role of a parameter that was declared before.
   *
   * @throws IllegalArgumentException if there is none
   */
  ParameterRole role(String parameter) {
    parameter(parameter);
    return Objects.requireNonNull(roles.get(parameter));
  }

  /**
   * Returns a parameter that was declared before.
   *
   * @throws IllegalArgumentException if there is none
   */
  Lowered<V> parameter(String name) {
    @Nullable Lowered<V> known = parameters.get(name);
    if (known == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' was declared");
    }
    return known;
  }

  /**
   * Returns where the size of a named dimension can be read.
   *
   * @throws ShapeException if no input has the dimension
   */
  DimSource<V> dimSource(String name) {
    @Nullable DimSource<V> source = dimSources.get(name);
    if (source == null) {
      throw new ShapeException("no input has dimension '" + name + "', so its size is unknown");
    }
    return source;
  }

  private void requireUnused(String name, Map<String, Lowered<V>> others) {
    if (others.containsKey(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' names an input and a parameter; names must be unique");
    }
  }
}
