package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** What bends the values between two linear maps. */
public enum Activation {
  /** The Gaussian error linear unit (Hendrycks and Gimpel, 2016). */
  GELU {
    @Override
    public Expr apply(Ops ops, Expr x) {
      return ops.gelu(x);
    }
  },
  /** The rectifier, {@code max(x, 0)}. */
  RELU {
    @Override
    public Expr apply(Ops ops, Expr x) {
      return ops.leakyRelu(x, 0);
    }
  };

  /** Applies it to every element. */
  public abstract Expr apply(Ops ops, Expr x);
}
