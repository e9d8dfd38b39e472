package io.hardgnn.model;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Interval-level sequence modelling (paper eq. 3-5): a recurrence over the intervals, self-attention over its outputs, and
 * their mean.
 */
final class IntervalFusion {

  /** The fused embeddings {@code [n, d]} and the recurrence's outputs, {@code T} times {@code [n, d]}. */
  record Result(Expr fused, List<Expr> states) {}

  private final ModelConfig config;
  private final String side;

  /** Creates the fusion of one side, {@code user} or {@code item}. */
  IntervalFusion(ModelConfig config, String side) {
    this.config = config;
    this.side = side;
  }

  /**
   * Fuses the intervals.
   *
   * @param intervals {@code [n, d]} each, oldest first
   */
  Result fuse(Ops ops, List<Expr> intervals) {
    IntervalConfig interval = config.interval();
    String cellName = interval.sharedCell() ? "recurrence" : side + "_recurrence";
    List<Expr> states = new RecurrentCell(interval.recurrence(), cellName).run(ops, intervals);
    List<Expr> dropped = new ArrayList<>();
    for (Expr state : states) {
      dropped.add(ops.dropout(state, interval.dropout()));
    }
    Expr normed = normalize(ops, ops.stack(1, dropped));
    IntervalAttention attention = new IntervalAttention(config.attention(), side + "_attention");
    return new Result(attention.attendMean(ops, normed), states);
  }

  private Expr normalize(Ops ops, Expr x) {
    String name = side + "_norm";
    return switch (config.interval().norm()) {
      case NONE -> x;
      case FEATURE -> Dense.norm(ops, name, x, config.layerNormEpsilon());
      case JOINT -> jointNorm(ops, name, x);
    };
  }

  /** Moments over intervals and features together; gain and bias per feature. */
  private Expr jointNorm(Ops ops, String name, Expr x) {
    Dim n = x.shape().dim(0);
    Expr flat = ops.reshape(x, Shape.of(n, x.shape().dim(1).times(x.shape().dim(2))));
    Expr centred = ops.sub(flat, ops.expandDims(ops.mean(flat, 1), 1));
    Expr variance = ops.expandDims(ops.mean(ops.square(centred), 1), 1);
    Expr scaled = ops.mul(centred, ops.rsqrt(ops.add(variance, config.layerNormEpsilon())));
    Expr normed = ops.reshape(scaled, x.shape());
    return ops.add(ops.mul(normed, Dense.gain(ops, name, x)), Dense.shift(ops, name, x));
  }
}
