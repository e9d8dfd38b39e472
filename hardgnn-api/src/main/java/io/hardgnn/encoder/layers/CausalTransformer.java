package io.hardgnn.encoder.layers;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;

/**
 * Causal self-attention over a sequence: pre-norm blocks of attention and a feed-forward layer
 * (Kang and McAuley, 2018), closed by a layer normalisation.
 *
 * <p>Its parameters' names start with {@code sequence}, but for {@code position_embedding}.
 * Stateless and thread-safe.
 */
public final class CausalTransformer {

  /**
   * Sizes and rates.
   *
   * @param embeddingDim size of every embedding {@code d}
   * @param historyLength longest sequence
   * @param blocks number of blocks, at least 0
   * @param attention the self-attention of every block
   * @param feedForward width of the feed-forward layers, in embeddings
   * @param activation what stands between the two maps of a feed-forward layer
   * @param dropout rate on embeddings, on the output of each layer and within the feed-forward ones
   * @param layerNormEpsilon added to the variance in layer normalisation
   */
  public record Settings(
      int embeddingDim,
      int historyLength,
      int blocks,
      AttentionConfig attention,
      int feedForward,
      Activation activation,
      double dropout,
      double layerNormEpsilon) {}

  /**
   * Small, so that a block starts as little more than a pass-through of the item embeddings
   * (Radford et al., 2019): kernels of Xavier's size cost a sixth of NDCG@10 on check-ins.
   */
  private static final double DEVIATION = 0.02;

  private static final KernelInitializer KERNELS = KernelInitializer.normal(DEVIATION);

  private final Settings config;

  /** Creates a transformer. */
  public CausalTransformer(Settings config) {
    this.config = config;
  }

  /**
   * Returns one embedding per position, {@code [B, M, d]}, of which masked ones hold arbitrary
   * values, and that of the newest one, zero for an empty sequence.
   *
   * @param itemTable {@code [items, d]}
   */
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr positions = embed(ops, itemTable, sequences);
    // The newest interaction stands in the last column.
    return new SequenceEmbeddings(
        instance(ops, ops.tail(positions, 1, Dim.ONE), sequences), positions);
  }

  /**
   * Returns the embedding of the newest position alone, {@code [B, d]}, as {@link #embedSequences}
   * does with more work.
   *
   * @param itemTable {@code [items, d]}
   */
  public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return instance(ops, embedLast(ops, itemTable, sequences), sequences);
  }

  /** Makes {@code [B, d]} of {@code [B, 1, d]}, zero for an empty sequence. */
  private Expr instance(Ops ops, Expr last, SequenceBatch sequences) {
    Expr rows = ops.reshape(last, Shape.of(sequences.batch(), Dim.of(config.embeddingDim())));
    return ops.mul(rows, ops.expandDims(ops.max(sequences.mask(), 1), 1));
  }

  private Expr embed(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr x = blocks(ops, itemTable, sequences, config.blocks());
    return Dense.norm(ops, "sequence.norm", x, config.layerNormEpsilon());
  }

  /**
   * Returns the embedding of the last position alone, {@code [B, 1, d]}, equal to that of
   * {@link #embed}. Of what the last block makes, only that position is read: it is all that is
   * computed.
   */
  private Expr embedLast(Ops ops, Expr itemTable, SequenceBatch sequences) {
    int last = config.blocks() - 1;
    Expr x = blocks(ops, itemTable, sequences, last);
    Expr position =
        last < 0 ? ops.tail(x, 1, Dim.ONE) : lastBlock(ops, "sequence." + last, x, sequences);
    return Dense.norm(ops, "sequence.norm", position, config.layerNormEpsilon());
  }

  /** Returns what the first {@code count} blocks make of the sequences, {@code [B, M, d]}. */
  private Expr blocks(Ops ops, Expr itemTable, SequenceBatch sequences, int count) {
    int d = config.embeddingDim();
    double dropout = config.dropout();
    Expr mask = ops.expandDims(sequences.mask(), 2);
    Expr items = ops.mul(ops.gather(itemTable, sequences.items()), Math.sqrt(d));
    Expr table =
        ops.parameter(
            "position_embedding",
            Shape.of(config.historyLength(), d),
            ParameterRole.TABLE,
            Initializer.normal(DEVIATION));
    Expr positions = ops.tail(table, 0, sequences.length());
    Expr x = ops.mul(ops.dropout(ops.add(items, positions), dropout), mask);
    Expr offset = offset(ops, sequences);
    for (int block = 0; block < count; block++) {
      x = block(ops, "sequence." + block, x, offset, mask);
    }
    return x;
  }

  private Expr block(Ops ops, String name, Expr input, Expr offset, Expr mask) {
    Expr attended =
        new MultiHeadAttention(config.attention(), name + ".attention", KERNELS)
            .attend(ops, attentionNorm(ops, name, input), offset);
    return feedForward(ops, name, input, attended, mask);
  }

  /**
   * The last position of {@link #block}, {@code [B, 1, d]}; it may look at every position that is
   * not masked.
   */
  private Expr lastBlock(Ops ops, String name, Expr input, SequenceBatch sequences) {
    Expr offset = MultiHeadAttention.forbidden(ops, ops.expandDims(sequences.mask(), 1));
    Expr mask = ops.expandDims(ops.tail(sequences.mask(), 1, Dim.ONE), 2);
    Expr attended =
        new LastQueryAttention(config.attention(), name + ".attention", KERNELS)
            .attend(ops, attentionNorm(ops, name, input), offset);
    return feedForward(ops, name, ops.tail(input, 1, Dim.ONE), attended, mask);
  }

  private Expr attentionNorm(Ops ops, String name, Expr input) {
    return Dense.norm(ops, name + ".attention_norm", input, config.layerNormEpsilon());
  }

  private Expr feedForward(Ops ops, String name, Expr input, Expr attended, Expr mask) {
    int d = config.embeddingDim();
    double dropout = config.dropout();
    Expr x = ops.add(input, ops.dropout(attended, dropout));
    Expr normed = Dense.norm(ops, name + ".feed_forward_norm", x, config.layerNormEpsilon());
    Expr hidden =
        ops.dropout(
            config
                .activation()
                .apply(
                    ops,
                    Dense.biased(
                        ops, KERNELS, name + ".feed_forward.0", normed, d * config.feedForward())),
            dropout);
    Expr output =
        ops.dropout(Dense.biased(ops, KERNELS, name + ".feed_forward.1", hidden, d), dropout);
    return ops.mul(ops.add(x, output), mask);
  }

  /** Score offset {@code [B, 1, M, M]} that forbids the future and masked positions. */
  private Expr offset(Ops ops, SequenceBatch sequences) {
    Dim length = sequences.length();
    int longest = config.historyLength();
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
