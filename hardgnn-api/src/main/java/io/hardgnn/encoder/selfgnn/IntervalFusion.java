package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;

/**
 * Interval-level sequence modelling (paper eq. 3-5): a recurrence over the intervals,
 * self-attention over its outputs, and their mean.
 */
final class IntervalFusion {

  /**
   * The fused embeddings {@code [n, d]} and the recurrence's outputs, {@code T} times
   * {@code [n, d]}.
   */
  record Result(Expr fused, List<Expr> states) {}

  private final SelfGnn config;
  private final String side;

  /** Creates the fusion of one side, {@code user} or {@code item}. */
  IntervalFusion(SelfGnn config, String side) {
    this.config = config;
    this.side = side;
  }

  /**
   * Fuses the intervals.
   *
   * @param intervals {@code [n, d]} each, oldest first
   */
  Result fuse(Ops ops, List<Expr> intervals) {
    IntervalConfig interval = config.fusion();
    String cellName = interval.sharedCell() ? "recurrence" : side + "_recurrence";
    List<Expr> states = new RecurrentCell(interval.recurrence(), cellName).run(ops, intervals);
    List<Expr> dropped =
        states.stream().map(state -> ops.dropout(state, interval.dropout())).toList();
    IntervalAttention attention = new IntervalAttention(config.attention(), side + "_attention");
    return new Result(attention.attendMean(ops, normalize(ops, dropped)), states);
  }

  private List<Expr> normalize(Ops ops, List<Expr> states) {
    String name = side + "_norm";
    return switch (config.fusion().norm()) {
      case NONE -> states;
      case FEATURE ->
          states.stream()
              .map(state -> Dense.norm(ops, name, state, config.layerNormEpsilon()))
              .toList();
      case JOINT -> jointNorm(ops, name, states);
    };
  }

  /** Moments over intervals and features together; gain and bias per feature. */
  private List<Expr> jointNorm(Ops ops, String name, List<Expr> states) {
    Expr all = ops.concat(1, states);
    Expr mean = ops.expandDims(ops.mean(all, 1), 1);
    Expr variance = ops.expandDims(ops.mean(ops.square(ops.sub(all, mean)), 1), 1);
    Expr scale = ops.rsqrt(ops.add(variance, config.layerNormEpsilon()));
    Expr gain = Dense.gain(ops, name, states.get(0));
    Expr shift = Dense.shift(ops, name, states.get(0));
    return states.stream()
        .map(state -> ops.add(ops.mul(ops.mul(ops.sub(state, mean), scale), gain), shift))
        .toList();
  }
}
