package io.hardgnn.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Gradients of a scalar by central differences, with stopped gradients and top-k choices held constant. */
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
   */
  public static JavaTensor of(
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> parameters,
      String name,
      double step,
      Function<Ops, Expr> scalar) {
    JavaTensor at = parameters.get(name);
    if (at == null) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "' among " + parameters.keySet());
    }
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
