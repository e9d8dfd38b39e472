package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean over intervals of multi-head self-attention over intervals (paper eq. 5), for many nodes
 * and few intervals.
 *
 * <p>The same numbers as {@link io.hardgnn.encoder.layers.MultiHeadAttention} followed by a mean,
 * without a batched product: thousands of nodes with a handful of intervals and small heads would
 * otherwise be as many tiny matrices. Scores of two intervals are an elementwise product whose
 * features are summed by head, as a product with a 0-1 matrix; and as only the mean of the outputs
 * is wanted, the weights are averaged before they meet the values.
 */
final class IntervalAttention {

  private final AttentionConfig config;
  private final String name;

  /**
   * Creates an attention whose parameters start with {@code name}, the same as those of
   * {@link io.hardgnn.encoder.layers.MultiHeadAttention}.
   */
  IntervalAttention(AttentionConfig config, String name) {
    this.config = config;
    this.name = name;
  }

  /**
   * Attends and averages.
   *
   * @param states {@code [n, d]} each, one per interval
   * @return {@code [n, d]}
   */
  Expr attendMean(Ops ops, List<Expr> states) {
    int intervals = states.size();
    int d = states.get(0).shape().dim(-1).size();
    List<Expr> queries = new ArrayList<>();
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (Expr state : states) {
      List<Expr> parts = queryKeyValue(ops, state, d);
      queries.add(ops.mul(parts.get(0), 1 / Math.sqrt((double) d / config.heads())));
      keys.add(parts.get(1));
      values.add(parts.get(2));
    }
    Expr headOfFeature = headOfFeature(ops, d);
    List<Expr> sums = new ArrayList<>();
    for (Expr query : queries) {
      List<Expr> scores = new ArrayList<>();
      for (Expr key : keys) {
        scores.add(ops.matmul(ops.mul(query, key), headOfFeature));
      }
      List<Expr> weights = weights(ops, scores);
      for (int key = 0; key < intervals; key++) {
        if (sums.size() <= key) {
          sums.add(weights.get(key));
        } else {
          sums.set(key, ops.add(sums.get(key), weights.get(key)));
        }
      }
    }
    Expr mixed = null;
    for (int key = 0; key < intervals; key++) {
      Expr share = ops.matmulTransposed(ops.mul(sums.get(key), 1.0 / intervals), headOfFeature);
      Expr part = ops.mul(share, values.get(key));
      mixed = mixed == null ? part : ops.add(mixed, part);
    }
    Expr mean = java.util.Objects.requireNonNull(mixed, "at least one interval");
    return config.outputProjection() ? Dense.biased(ops, name + ".output", mean, d) : mean;
  }

  private List<Expr> queryKeyValue(Ops ops, Expr state, int d) {
    List<Expr> products = Dense.kernelParts(ops, name + ".qkv", state, 3 * d, 3);
    if (!config.bias()) {
      return products;
    }
    List<Expr> biases = Dense.biasParts(ops, name + ".qkv", 3 * d, 3);
    List<Expr> shifted = new ArrayList<>();
    for (int part = 0; part < products.size(); part++) {
      shifted.add(ops.add(products.get(part), biases.get(part)));
    }
    return shifted;
  }

  /**
   * Turns the scores of one query interval, {@code [n, heads]} for each key interval, into weights
   * of the same form.
   */
  private List<Expr> weights(Ops ops, List<Expr> scores) {
    boolean softmax = config.weights() == AttentionWeights.SOFTMAX;
    Expr largest = scores.get(0);
    for (Expr score : scores) {
      largest = ops.maximum(largest, score);
    }
    largest = ops.stopGradient(largest);
    List<Expr> exponentials = new ArrayList<>();
    Expr sum = ops.constant(softmax ? 0 : 1e-8);
    for (Expr score : scores) {
      Expr exponential = ops.exp(softmax ? ops.sub(score, largest) : score);
      exponentials.add(exponential);
      sum = ops.add(sum, exponential);
    }
    List<Expr> weights = new ArrayList<>();
    for (Expr exponential : exponentials) {
      weights.add(ops.div(exponential, sum));
    }
    return weights;
  }

  /** The matrix {@code [d, heads]} that is 1 where a feature belongs to a head. */
  private Expr headOfFeature(Ops ops, int d) {
    int headDim = d / config.heads();
    double[] cells = new double[d * config.heads()];
    for (int feature = 0; feature < d; feature++) {
      cells[feature * config.heads() + feature / headDim] = 1;
    }
    return ops.constant(cells, Shape.of(d, config.heads()));
  }
}
