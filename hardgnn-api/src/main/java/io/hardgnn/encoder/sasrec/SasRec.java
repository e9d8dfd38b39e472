package io.hardgnn.encoder.sasrec;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.layers.Activation;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.CausalTransformer;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * SASRec (Kang and McAuley, <i>Self-Attentive Sequential Recommendation</i>, ICDM 2018): items plus
 * learned positions, blocks of causal self-attention and a point-wise feed-forward layer as wide as
 * an embedding, with ReLU. Keeps nothing per user.
 *
 * <p>The attention has neither biases nor an output projection (equations 2 and 3 of that paper).
 * Where the paper and its authors' program differ (residuals around normalised or plain inputs,
 * biases) this is the paper; as in the program, embeddings are multiplied by {@code sqrt(d)},
 * dropout acts inside the feed-forward layer too, and a layer normalisation closes the stack.
 * Attention weights are not dropped. With a graph before it, wider layers and GELU it is the
 * default, {@link io.hardgnn.encoder.residual.ResidualGraph}.
 *
 * <pre>{@code
 * HardGNNConfig.of(new SasRec())
 *     .scoredBy(new Scoring.Dot())
 *     .predicting(new Targets.EveryPosition(false))
 *     .minimising(new BinaryCrossEntropy(1))
 * }</pre>
 *
 * @param embeddingDim size of every embedding {@code d}, 1 to 4096; default 64
 * @param historyLength most recent interactions that are read {@code M}, 1 to 1024; default 200
 * @param blocks blocks of attention and feed-forward layer, 0 to 8; default 2
 * @param heads heads of each attention, 1 to 4096; divides {@code embeddingDim}; default 1
 * @param dropout rate on embeddings and on the output of each layer, in {@code [0, 1)}; default
 *     0.2, that of dense data; sparse data bears 0.5
 */
public record SasRec(int embeddingDim, int historyLength, int blocks, int heads, double dropout)
    implements EncoderConfig {

  private static final double LAYER_NORM_EPSILON = 1e-8;

  /** Creates the defaults. */
  public SasRec() {
    this(64, 200, 2, 1, 0.2);
  }

  @Override
  public String kind() {
    return "sas_rec";
  }

  @Override
  public Set<Gives> gives() {
    return Set.of(Gives.SEQUENCES, Gives.POSITIONS);
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new SasRecEncoder(this, itemCount);
  }

  CausalTransformer transformer() {
    return new CausalTransformer(
        new CausalTransformer.Settings(
            embeddingDim,
            historyLength,
            PositionEncoding.LEARNED,
            false,
            blocks,
            attention(),
            1,
            Activation.RELU,
            false,
            dropout,
            LAYER_NORM_EPSILON));
  }

  private AttentionConfig attention() {
    return new AttentionConfig(heads, false, false, AttentionWeights.SOFTMAX);
  }

  @Override
  public void check(String path, Violations violations) {
    EncoderConfig.checkSizes(this, path, violations);
    violations.whole(path + ".blocks", blocks, 0, 8);
    attention().check(path, embeddingDim, violations);
    violations.rate(path + ".dropout", dropout);
  }

  @Override
  public SasRec embeddingDim(int size) {
    return new SasRec(size, historyLength, blocks, heads, dropout);
  }

  /** Returns these settings with another length of the history. */
  public SasRec historyLength(int length) {
    return new SasRec(embeddingDim, length, blocks, heads, dropout);
  }

  /** Returns these settings with another number of blocks. */
  public SasRec blocks(int count) {
    return new SasRec(embeddingDim, historyLength, count, heads, dropout);
  }

  /** Returns these settings with another number of heads. */
  public SasRec heads(int count) {
    return new SasRec(embeddingDim, historyLength, blocks, count, dropout);
  }

  /** Returns these settings with another rate of dropout. */
  public SasRec dropout(double rate) {
    return new SasRec(embeddingDim, historyLength, blocks, heads, rate);
  }
}
