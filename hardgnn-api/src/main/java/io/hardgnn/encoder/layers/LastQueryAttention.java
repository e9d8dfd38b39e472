package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;

/**
 * {@link MultiHeadAttention} for the query of the last position alone, with the same parameters.
 *
 * <p>One query is cheaper to carry to where all keys come from than all keys to it: with {@code W}
 * a head's part of the kernel, {@code q (x W)^T = (q W^T) x^T}. Values alike are mixed first and
 * projected once. So no key and no value is made, and the work at each position falls from
 * {@code 4 d^2} to {@code 4 d heads} operations.
 */
final class LastQueryAttention {

  private final AttentionConfig config;
  private final String name;
  private final KernelInitializer kernels;

  /** Creates an attention whose parameters' names start with {@code name}. */
  LastQueryAttention(AttentionConfig config, String name, KernelInitializer kernels) {
    this.config = config;
    this.name = name;
    this.kernels = kernels;
  }

  /**
   * Attends.
   *
   * @param x {@code [n, length, d]}
   * @param offset added to the scores {@code [n, heads, length]}, which it broadcasts to
   * @return {@code [n, 1, d]}, the last position of what {@link MultiHeadAttention#attend} returns
   */
  Expr attend(Ops ops, Expr x, Expr offset) {
    Dim n = x.shape().dim(0);
    int d = x.shape().dim(2).size();
    Dim heads = Dim.of(config.heads());
    Dim headDim = Dim.of(d / config.heads());
    Shape byHead = Shape.of(Dim.of(d), heads, headDim);
    List<Expr> parts = ops.split(Dense.weights(ops, kernels, name + ".qkv", d, 3 * d), 1, 3);
    Expr last = ops.reshape(ops.tail(x, 1, Dim.ONE), Shape.of(n, d));
    Expr query = ops.reshape(ops.matmul(last, parts.get(0)), Shape.of(n, heads, headDim));
    List<Expr> biases = List.of();
    if (config.bias()) {
      Expr bias = Dense.offsets(ops, name + ".qkv", 3 * d);
      biases = ops.split(ops.reshape(bias, Shape.of(3 * heads.size(), headDim.size())), 0, 3);
      query = ops.add(query, biases.get(0));
    }
    query = ops.mul(query, 1 / Math.sqrt(headDim.size()));
    Expr keyKernel = headsFirst(ops, ops.reshape(parts.get(1), byHead));
    Expr carried = headsFirst(ops, ops.matmulTransposed(headsFirst(ops, query), keyKernel));
    Expr scores = ops.matmulTransposed(carried, x);
    if (config.bias()) {
      scores = ops.add(scores, ops.expandDims(ops.sum(ops.mul(query, biases.get(1)), -1), -1));
    }
    Expr weights =
        new MultiHeadAttention(config, name, kernels).weights(ops, ops.add(scores, offset));
    Expr mixed = headsFirst(ops, ops.matmul(weights, x));
    Expr valueKernel = headsFirst(ops, ops.reshape(parts.get(2), byHead));
    Expr values = headsFirst(ops, ops.matmul(mixed, valueKernel));
    if (config.bias()) {
      Expr share = ops.expandDims(ops.sum(weights, -1), -1);
      values = ops.add(values, ops.mul(share, biases.get(2)));
    }
    Expr joined = ops.reshape(values, Shape.of(n, Dim.ONE, Dim.of(d)));
    return config.outputProjection()
        ? Dense.biased(ops, kernels, name + ".output", joined, d)
        : joined;
  }

  /** Swaps the two outer axes of three, so that the heads come first, or again second. */
  private static Expr headsFirst(Ops ops, Expr x) {
    return ops.transpose(x, 1, 0, 2);
  }
}
