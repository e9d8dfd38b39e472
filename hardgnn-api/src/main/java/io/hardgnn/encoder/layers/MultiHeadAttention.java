package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al., 2017), used over intervals (paper eq. 5) and over
 * sequences (eq. 7).
 *
 * <p>Head {@code h} owns a contiguous block of the embedding; scores are divided by the square root
 * of the block's size.
 */
public final class MultiHeadAttention {

  private static final double FORBIDDEN = -1e9;

  private final AttentionConfig config;
  private final String name;
  private final KernelInitializer kernels;

  /** Creates an attention whose parameters' names start with {@code name}. */
  public MultiHeadAttention(AttentionConfig config, String name, KernelInitializer kernels) {
    this.config = config;
    this.name = name;
    this.kernels = kernels;
  }

  /**
   * Returns the score offset of keys that may not be looked at: 0 where {@code allowed} is 1, a
   * huge negative where 0.
   */
  public static Expr forbidden(Ops ops, Expr allowed) {
    return ops.mul(ops.add(allowed, -1), -FORBIDDEN);
  }

  /**
   * Attends.
   *
   * @param x {@code [n, length, d]}
   * @param offset added to the scores {@code [n, heads, length, length]}, which it broadcasts to;
   *     null for none
   * @return {@code [n, length, d]}
   */
  public Expr attend(Ops ops, Expr x, @Nullable Expr offset) {
    return attend(ops, x, offset, null);
  }

  /**
   * Attends with a second offset, which is learned.
   *
   * @param learned {@code [heads, length, length]}, added to the scores with a gradient; null for
   *     none
   */
  Expr attend(Ops ops, Expr x, @Nullable Expr offset, @Nullable Expr learned) {
    Dim n = x.shape().dim(0);
    Dim length = x.shape().dim(1);
    int d = x.shape().dim(2).size();
    int headDim = d / config.heads();
    Expr qkv =
        config.bias()
            ? Dense.biased(ops, kernels, name + ".qkv", x, 3 * d)
            : Dense.kernel(ops, kernels, name + ".qkv", x, 3 * d);
    List<Expr> parts = ops.split(qkv, -1, 3);
    Shape split = Shape.of(n, length, Dim.of(config.heads()), Dim.of(headDim));
    Expr query =
        ops.transpose(
            ops.reshape(ops.mul(parts.get(0), 1 / Math.sqrt(headDim)), split), 0, 2, 1, 3);
    Expr key = ops.transpose(ops.reshape(parts.get(1), split), 0, 2, 1, 3);
    Expr value = ops.transpose(ops.reshape(parts.get(2), split), 0, 2, 1, 3);
    Expr mixed = ops.transpose(mix(ops, query, key, value, offset, learned), 0, 2, 1, 3);
    Expr joined = ops.reshape(mixed, x.shape());
    return config.outputProjection()
        ? Dense.biased(ops, kernels, name + ".output", joined, d)
        : joined;
  }

  private Expr mix(
      Ops ops, Expr query, Expr key, Expr value, @Nullable Expr offset, @Nullable Expr learned) {
    if (config.weights() == AttentionWeights.SOFTMAX) {
      return ops.attention(query, key, value, offset, learned);
    }
    Expr scores = ops.matmulTransposed(query, key);
    scores = offset == null ? scores : ops.add(scores, offset);
    scores = learned == null ? scores : ops.add(scores, learned);
    return ops.matmul(weights(ops, scores), value);
  }

  /** Returns the weights of the keys, which are the innermost axis of the scores. */
  public Expr weights(Ops ops, Expr scores) {
    return switch (config.weights()) {
      case SOFTMAX -> ops.softmax(scores);
      case EXP_EPSILON -> {
        Expr exponentials = ops.exp(scores);
        yield ops.div(exponentials, ops.add(ops.expandDims(ops.sum(exponentials, -1), -1), 1e-8));
      }
    };
  }
}
