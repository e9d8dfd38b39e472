package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;

/** A learned linear map {@code x W + b}, and the learned layer normalisation. */
public final class Dense {

  private Dense() {}

  /**
   * Applies {@code x W}.
   *
   * @param name prefix of the parameter {@code name.kernel}, {@code [in, out]}
   * @param x {@code [..., in]}
   */
  public static Expr kernel(Ops ops, KernelInitializer start, String name, Expr x, int out) {
    return ops.matmul(x, weights(ops, start, name, x.shape().dim(-1).size(), out));
  }

  /**
   * Returns the parameter {@code name.kernel}, {@code [in, out]}, which starts as
   * {@link KernelInitializer#XAVIER}.
   */
  public static Expr weights(Ops ops, String name, int in, int out) {
    return weights(ops, KernelInitializer.XAVIER, name, in, out);
  }

  /** Returns the parameter {@code name.kernel}, {@code [in, out]}. */
  public static Expr weights(Ops ops, KernelInitializer start, String name, int in, int out) {
    return ops.parameter(name + ".kernel", Shape.of(in, out), start.of(in, out));
  }

  /** Returns the parameter {@code name.bias}, {@code [out]}, which starts at zero. */
  public static Expr offsets(Ops ops, String name, int out) {
    return ops.parameter(name + ".bias", Shape.of(out), Initializer.zeros());
  }

  /**
   * Applies {@code x W + b} with parameters {@code name.kernel} and {@code name.bias}, which starts
   * at zero.
   */
  public static Expr biased(Ops ops, String name, Expr x, int out) {
    return biased(ops, KernelInitializer.XAVIER, name, x, out);
  }

  /**
   * Applies {@code x W + b} as {@link #biased(Ops, String, Expr, int)}, with a kernel that starts
   * otherwise.
   */
  public static Expr biased(Ops ops, KernelInitializer start, String name, Expr x, int out) {
    Expr product = kernel(ops, start, name, x, out);
    return ops.add(product, offsets(ops, name, out));
  }

  /**
   * Applies {@code x W} and returns its columns in parts of equal size. The kernel is cut rather
   * than the product, which is larger by far where rows are many.
   *
   * @param name prefix of the parameter {@code name.kernel}, {@code [in, out]}
   * @param x {@code [..., in]}
   */
  public static List<Expr> kernelParts(Ops ops, String name, Expr x, int out, int parts) {
    int in = x.shape().dim(-1).size();
    return ops.split(weights(ops, name, in, out), 1, parts).stream()
        .map(part -> ops.matmul(x, part))
        .toList();
  }

  /** Returns the parts of the parameter {@code name.bias}, {@code [out]}, which starts at zero. */
  public static List<Expr> biasParts(Ops ops, String name, int out, int parts) {
    return ops.split(offsets(ops, name, out), 0, parts);
  }

  /** Applies layer normalisation with parameters {@code name.gain} and {@code name.bias}. */
  public static Expr norm(Ops ops, String name, Expr x, double epsilon) {
    return ops.layerNorm(x, gain(ops, name, x), shift(ops, name, x), epsilon);
  }

  public static Expr gain(Ops ops, String name, Expr x) {
    return ops.parameter(name + ".gain", Shape.of(x.shape().dim(-1)), Initializer.ones());
  }

  public static Expr shift(Ops ops, String name, Expr x) {
    return ops.parameter(name + ".bias", Shape.of(x.shape().dim(-1)), Initializer.zeros());
  }
}
