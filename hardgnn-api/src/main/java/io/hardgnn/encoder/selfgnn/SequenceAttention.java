package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.encoder.layers.KernelInitializer;
import io.hardgnn.encoder.layers.MultiHeadAttention;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Instance-level sequence modelling (paper eq. 6-8): item plus position, layers of masked
 * self-attention with LeakyReLU and residual, and the sum over positions.
 */
final class SequenceAttention {

  private final SelfGnn config;

  SequenceAttention(SelfGnn config) {
    this.config = config;
  }

  /**
   * Embeds sequences.
   *
   * @return {@code [B, d]}, zero for an empty sequence
   */
  Expr embed(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr mask = ops.expandDims(sequences.mask(), 2);
    Expr items = ops.mul(ops.gather(itemTable, sequences.items()), mask);
    Expr positions = ops.mul(ops.tail(positionTable(ops), 0, sequences.length()), mask);
    return switch (config.history().mode()) {
      case TOKENS -> tokens(ops, items, positions, sequences.mask());
      case COLLAPSED -> collapsed(ops, items, positions, sequences.mask());
    };
  }

  private Expr positionTable(Ops ops) {
    int length = config.history().historyLength();
    int d = config.embeddingDim();
    return ops.parameter(
        "position_embedding",
        Shape.of(length, d),
        ParameterRole.TABLE,
        Initializer.xavierUniform(length, d));
  }

  private Expr tokens(Ops ops, Expr items, Expr positions, Expr mask) {
    Expr tokenMask = ops.expandDims(mask, 2);
    Expr keys = ops.expandDims(ops.expandDims(mask, 1), 1);
    Expr offset = MultiHeadAttention.forbidden(ops, keys);
    Expr x = layers(ops, ops.add(items, positions), offset, tokenMask);
    Expr sum = ops.sum(x, 1);
    return switch (config.history().readout()) {
      case SUM -> sum;
      case MEAN -> ops.div(sum, ops.maximum(ops.expandDims(ops.sum(mask, 1), 1), ops.constant(1)));
    };
  }

  /** The authors' programs sum the sequence first, so the attention sees a single token. */
  private Expr collapsed(Ops ops, Expr items, Expr positions, Expr mask) {
    double epsilon = config.layerNormEpsilon();
    Expr token =
        ops.add(
            Dense.norm(ops, "sequence.item_norm", ops.sum(items, 1), epsilon),
            Dense.norm(ops, "sequence.position_norm", ops.sum(positions, 1), epsilon));
    Dim batch = token.shape().dim(0);
    Expr x = layers(ops, ops.expandDims(token, 1), null, null);
    Expr embedded = ops.reshape(x, Shape.of(batch, config.embeddingDim()));
    // Layer norms have biases: an empty history would otherwise not be zero.
    return ops.mul(embedded, ops.expandDims(ops.max(mask, 1), 1));
  }

  private Expr layers(Ops ops, Expr tokens, @Nullable Expr offset, @Nullable Expr mask) {
    Expr x = tokens;
    for (int layer = 0; layer < config.history().layers(); layer++) {
      String name = "sequence." + layer;
      Expr input =
          config.history().layerNorm()
              ? Dense.norm(ops, name + ".norm", x, config.layerNormEpsilon())
              : x;
      Expr attended =
          new MultiHeadAttention(config.attention(), name + ".attention", KernelInitializer.XAVIER)
              .attend(ops, input, offset);
      x = ops.add(ops.leakyRelu(attended, config.propagation().leakySlope()), x);
      x = mask == null ? x : ops.mul(x, mask);
    }
    return x;
  }
}
