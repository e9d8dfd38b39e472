package io.hardgnn.encoder.ngcf;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * NGCF (Wang et al., <i>Neural Graph Collaborative Filtering</i>, SIGIR 2019): a vector per user
 * and per item, propagated along all training edges. A message from item {@code i} to user
 * {@code u} is {@code (W1 e_i + W2 (e_i * e_u)) / sqrt(degree(u) degree(i))} and the other way
 * about, a node's own is {@code W1 e_u}; their sum passes LeakyReLU of slope 0.2. All layers stand
 * side by side in the embedding. Reads no sequences; a user never seen in training is served by the
 * mean of the embeddings of the items in the history.
 *
 * <p>The authors' program also has biases, gives the output of each layer unit length, and passes
 * the two parts of a message through LeakyReLU one by one; this is the paper.
 *
 * @param embeddingDim size of an embedding {@code d}, all layers together, 1 to 4096; a multiple of
 *     {@code layers + 1}; default 256, which is 64 for each of 4
 * @param layers propagation layers, 0 to 8; default 3
 * @param historyLength most recent interactions whose items serve a user never seen in training, 1
 *     to 1024; default 100
 * @param dropout rate on the output of each layer (message dropout), in {@code [0, 1)}; default 0.1
 */
public record Ngcf(int embeddingDim, int layers, int historyLength, double dropout)
    implements EncoderConfig {

  /** Creates the defaults. */
  public Ngcf() {
    this(256, 3, 100, 0.1);
  }

  /** Returns the size of what one layer adds to an embedding. */
  int layerDim() {
    return embeddingDim / (layers + 1);
  }

  @Override
  public String kind() {
    return "ngcf";
  }

  @Override
  public Set<Gives> gives() {
    return Set.of(Gives.USERS);
  }

  /** One graph of all training edges, those that a step predicts among them. */
  @Override
  public GraphPlan graph() {
    return layers == 0 ? new GraphPlan.None() : GraphPlan.Intervals.one(Normalization.SYMMETRIC);
  }

  @Override
  public UnknownUser unknownUser() {
    return UnknownUser.ZERO;
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new NgcfEncoder(this, userCount, itemCount);
  }

  @Override
  public void check(String path, Violations violations) {
    EncoderConfig.checkSizes(this, path, violations);
    violations.whole(path + ".layers", layers, 0, 8);
    violations.rule(
        layers < 0 || embeddingDim % (layers + 1) == 0,
        path
            + ".embeddingDim is "
            + embeddingDim
            + ", which is not a multiple of "
            + (layers + 1)
            + ", layers ("
            + path
            + ".layers) + 1, whose embeddings it holds side by side");
    violations.rate(path + ".dropout", dropout);
  }

  @Override
  public Ngcf embeddingDim(int size) {
    return new Ngcf(size, layers, historyLength, dropout);
  }

  /**
   * Returns these settings with another number of layers; {@code embeddingDim} has to be a multiple
   * of one more.
   */
  public Ngcf layers(int count) {
    return new Ngcf(embeddingDim, count, historyLength, dropout);
  }

  /** Returns these settings with another length of the history. */
  public Ngcf historyLength(int length) {
    return new Ngcf(embeddingDim, layers, length, dropout);
  }

  /** Returns these settings with another rate of dropout. */
  public Ngcf dropout(double rate) {
    return new Ngcf(embeddingDim, layers, historyLength, rate);
  }
}
