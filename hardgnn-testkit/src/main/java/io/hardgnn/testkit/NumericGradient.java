package io.hardgnn.testkit;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of a scalar by central differences, with stopped gradients and top-k choices held
 * constant: what to compare the gradient of an engine with. Stateless and thread-safe.
 */
public final class NumericGradient {

  private NumericGradient() {}

  /**
   * Returns the derivative of a scalar by every element of one parameter.
   *
   * @param inputs what is fed
   * @param parameters the point at which to differentiate
   * @param name one of the parameters
   * @param step half the width of the difference; 1e-5 is good for values near one
   * @param scalar the function, written against Ops; evaluated twice per element
   * @return of the parameter's shape
   * @throws IllegalArgumentException if there is no such parameter
   */
  public static JavaTensor of(
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> parameters,
      String name,
      double step,
      Function<Ops, Expr> scalar) {
    JavaTensor at = point(parameters, name);
    Constants constants = new Constants();
    evaluate(inputs, parameters, constants, scalar);
    Map<String, JavaTensor> moved = new LinkedHashMap<>(parameters);
    double[] gradient = new double[at.data().length];
    for (int i = 0; i < gradient.length; i++) {
      double[] values = at.data().clone();
      moved.put(name, new JavaTensor(at.sizes(), values));
      values[i] = at.data()[i] + step;
      double above = evaluate(inputs, moved, constants, scalar);
      values[i] = at.data()[i] - step;
      double below = evaluate(inputs, moved, constants, scalar);
      gradient[i] = (above - below) / (2 * step);
    }
    return new JavaTensor(at.sizes(), gradient);
  }

  /**
   * Returns the derivative of a scalar along a direction.
   *
   * @param inputs what is fed
   * @param parameters the point at which to differentiate
   * @param direction for each parameter that moves, how far each element does
   * @param step half the width of the difference
   * @param scalar the function, written against Ops; evaluated three times
   * @throws IllegalArgumentException if the direction has a parameter that the point has not
   */
  public static double along(
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> parameters,
      Map<String, JavaTensor> direction,
      double step,
      Function<Ops, Expr> scalar) {
    Constants constants = new Constants();
    evaluate(inputs, parameters, constants, scalar);
    double above = evaluate(inputs, moved(parameters, direction, step), constants, scalar);
    double below = evaluate(inputs, moved(parameters, direction, -step), constants, scalar);
    return (above - below) / (2 * step);
  }

  private static Map<String, JavaTensor> moved(
      Map<String, JavaTensor> parameters, Map<String, JavaTensor> direction, double step) {
    Map<String, JavaTensor> moved = new LinkedHashMap<>(parameters);
    direction.forEach(
        (name, by) -> {
          JavaTensor at = point(parameters, name);
          double[] values = at.data().clone();
          Arrays.setAll(values, i -> at.data()[i] + step * by.data()[i]);
          moved.put(name, new JavaTensor(at.sizes(), values));
        });
    return moved;
  }

  private static JavaTensor point(Map<String, JavaTensor> parameters, String name) {
    @Nullable JavaTensor at = parameters.get(name);
    if (at == null) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "' among " + parameters.keySet());
    }
    return at;
  }

  private static double evaluate(
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> parameters,
      Constants constants,
      Function<Ops, Expr> scalar) {
    JavaOps ops = new JavaOps(inputs, parameters, 0, constants);
    double value = ops.valueOf(scalar.apply(ops)).item();
    constants.replay();
    return value;
  }
}
