package io.hardgnn.model;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/**
 * Causal self-attention over a sequence: pre-norm blocks of attention and a feed-forward layer (Kang and McAuley, 2018),
 * closed by a layer normalisation.
 */
final class CausalTransformer {

  private static final double POSITION_DEVIATION = 0.02;

  private final ModelConfig config;

  CausalTransformer(ModelConfig config) {
    this.config = config;
  }

  /** Returns one embedding per position, {@code [B, M, d]}; masked positions hold arbitrary values. */
  Expr embed(Ops ops, Expr itemTable, SequenceBatch sequences) {
    int d = config.embeddingDim();
    double dropout = config.sequence().dropout();
    Expr mask = ops.expandDims(sequences.mask(), 2);
    Expr items = ops.mul(ops.gather(itemTable, sequences.items()), Math.sqrt(d));
    Expr table =
        ops.parameter(
            "position_embedding",
            Shape.of(config.sequence().historyLength(), d),
            Initializer.normal(POSITION_DEVIATION));
    Expr positions = ops.tail(table, 0, sequences.length());
    Expr x = ops.mul(ops.dropout(ops.add(items, positions), dropout), mask);
    Expr offset = offset(ops, sequences);
    for (int block = 0; block < config.sequence().layers(); block++) {
      x = block(ops, "sequence." + block, x, offset, mask);
    }
    return Dense.norm(ops, "sequence.norm", x, config.layerNormEpsilon());
  }

  private Expr block(Ops ops, String name, Expr input, Expr offset, Expr mask) {
    int d = config.embeddingDim();
    double epsilon = config.layerNormEpsilon();
    double dropout = config.sequence().dropout();
    Expr attended =
        new MultiHeadAttention(config.attention(), name + ".attention")
            .attend(ops, Dense.norm(ops, name + ".attention_norm", input, epsilon), offset);
    Expr x = ops.add(input, ops.dropout(attended, dropout));
    Expr normed = Dense.norm(ops, name + ".feed_forward_norm", x, epsilon);
    Expr hidden =
        ops.dropout(ops.gelu(Dense.biased(ops, name + ".feed_forward.0", normed, d)), dropout);
    Expr output = ops.dropout(Dense.biased(ops, name + ".feed_forward.1", hidden, d), dropout);
    return ops.mul(ops.add(x, output), mask);
  }

  /** Score offset {@code [B, 1, M, M]} that forbids the future and masked positions. */
  private Expr offset(Ops ops, SequenceBatch sequences) {
    Dim length = sequences.length();
    int longest = config.sequence().historyLength();
    double[] past = new double[longest * longest];
    for (int query = 0; query < longest; query++) {
      for (int key = 0; key <= query; key++) {
        past[query * longest + key] = 1;
      }
    }
    // The lower right block of a lower triangle is a lower triangle.
    Expr rows = ops.tail(ops.constant(past, Shape.of(longest, longest)), 0, length);
    Expr square = ops.tail(rows, 1, length);
    Expr keys = ops.expandDims(ops.expandDims(sequences.mask(), 1), 1);
    return MultiHeadAttention.forbidden(ops, ops.mul(keys, square));
  }
}
