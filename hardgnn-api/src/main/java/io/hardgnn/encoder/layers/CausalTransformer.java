package io.hardgnn.encoder.layers;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import java.util.Objects;

/**
 * Causal self-attention over a sequence: pre-norm blocks of attention and a feed-forward layer
 * (Kang and McAuley, 2018), closed by a layer normalisation.
 *
 * <p>Its parameters' names start with {@code sequence}, but for {@code position_embedding} and
 * {@code time_gap_embedding}.
 * Stateless and thread-safe.
 */
public final class CausalTransformer {

  /**
   * Sizes and rates.
   *
   * @param embeddingDim size of every embedding {@code d}
   * @param historyLength longest sequence
   * @param positions how places in the sequence are told apart
   * @param timeGaps whether the time before each interaction is added to its item, as an embedding
   *     of its {@linkplain TimeGaps code} that starts at zero
   * @param blocks number of blocks, at least 0
   * @param attention the self-attention of every block
   * @param feedForward width of the feed-forward layers, in embeddings
   * @param activation what stands between the two maps of a feed-forward layer
   * @param gated whether gates stand in the blocks: in a feed-forward layer a second map, which its
   *     hidden values are multiplied with (Shazeer, 2020), and on what each layer adds a sigmoid of
   *     its input, {@code x + f(norm(x)) * sigmoid(x W + b)} (Borisyuk et al., 2025)
   * @param dropout rate on embeddings, on the output of each layer and within the feed-forward ones
   * @param layerNormEpsilon added to the variance in layer normalisation
   */
  public record Settings(
      int embeddingDim,
      int historyLength,
      PositionEncoding positions,
      boolean timeGaps,
      int blocks,
      AttentionConfig attention,
      int feedForward,
      Activation activation,
      boolean gated,
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
    Expr x = ops.mul(ops.gather(itemTable, sequences.items()), Math.sqrt(d));
    if (config.positions().ofPlaces()) {
      Expr table =
          ops.parameter(
              "position_embedding",
              Shape.of(config.historyLength(), d),
              ParameterRole.TABLE,
              Initializer.normal(DEVIATION));
      x = ops.add(x, ops.tail(table, 0, sequences.length()));
    }
    if (config.timeGaps()) {
      Expr codes = Objects.requireNonNull(sequences.gaps(), "the batch has no time gaps");
      Expr table =
          ops.parameter(
              "time_gap_embedding",
              Shape.of(TimeGaps.CODES, d),
              ParameterRole.TABLE,
              Initializer.zeros());
      x = ops.add(x, ops.gather(table, codes));
    }
    x = ops.mul(ops.dropout(x, dropout), mask);
    Expr offset = offset(ops, sequences);
    for (int block = 0; block < count; block++) {
      x = block(ops, "sequence." + block, x, offset, mask);
    }
    return x;
  }

  private Expr block(Ops ops, String name, Expr input, Expr offset, Expr mask) {
    Expr normed = attentionNorm(ops, name, input);
    Expr learned =
        config.positions().ofDistances() ? distances(name).ofAll(ops, input.shape().dim(1)) : null;
    Expr attended =
        new MultiHeadAttention(config.attention(), name + ".attention", KERNELS)
            .attend(ops, normed, offset, learned);
    return feedForward(ops, name, input, attended, mask);
  }

  /**
   * The last position of {@link #block}, {@code [B, 1, d]}; it may look at every position that is
   * not masked.
   */
  private Expr lastBlock(Ops ops, String name, Expr input, SequenceBatch sequences) {
    Expr offset = MultiHeadAttention.forbidden(ops, ops.expandDims(sequences.mask(), 1));
    Expr mask = ops.expandDims(ops.tail(sequences.mask(), 1, Dim.ONE), 2);
    Expr normed = attentionNorm(ops, name, input);
    if (config.positions().ofDistances()) {
      offset = ops.add(offset, distances(name).ofLast(ops, sequences.length()));
    }
    Expr attended =
        new LastQueryAttention(config.attention(), name + ".attention", KERNELS)
            .attend(ops, normed, offset);
    return feedForward(ops, name, ops.tail(input, 1, Dim.ONE), attended, mask);
  }

  private DistanceOffsets distances(String name) {
    return new DistanceOffsets(
        name + ".attention", config.attention().heads(), config.historyLength());
  }

  private Expr attentionNorm(Ops ops, String name, Expr input) {
    return Dense.norm(ops, name + ".attention_norm", input, config.layerNormEpsilon());
  }

  private Expr feedForward(Ops ops, String name, Expr input, Expr attended, Expr mask) {
    Expr x = ops.add(input, gate(ops, name + ".attention", input, dropout(ops, attended)));
    String layer = name + ".feed_forward";
    Expr normed = Dense.norm(ops, layer + "_norm", x, config.layerNormEpsilon());
    Expr hidden = config.activation().apply(ops, hidden(ops, layer + ".0", normed));
    if (config.gated()) {
      hidden = ops.mul(hidden, hidden(ops, layer + ".gate", normed));
    }
    Expr output =
        Dense.biased(ops, KERNELS, layer + ".1", dropout(ops, hidden), config.embeddingDim());
    return ops.mul(ops.add(x, gate(ops, layer, x, dropout(ops, output))), mask);
  }

  private Expr hidden(Ops ops, String name, Expr x) {
    return Dense.biased(ops, KERNELS, name, x, config.embeddingDim() * config.feedForward());
  }

  private Expr dropout(Ops ops, Expr x) {
    return ops.dropout(x, config.dropout());
  }

  /** Returns what a layer adds to its input, through a gate if there are any. */
  private Expr gate(Ops ops, String name, Expr input, Expr output) {
    if (!config.gated()) {
      return output;
    }
    Expr open = Dense.biased(ops, KERNELS, name + ".residual_gate", input, config.embeddingDim());
    return ops.mul(output, ops.sigmoid(open));
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
