package io.hardgnn.encoder.lightgcn;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * LightGCN (He et al., <i>LightGCN: Simplifying and Powering Graph Convolution Network for
 * Recommendation</i>, SIGIR 2020): a vector per user and per item, propagated along all training
 * edges with weights {@code 1 / sqrt(degree(user) degree(item))} and nothing else, and the mean of
 * all layers. Reads no sequences; a user never seen in training is served by the mean of the
 * propagated vectors of the items in the history.
 *
 * <p>A step propagates over the whole graph, so its time grows with the number of interactions,
 * however few it predicts.
 *
 * <pre>{@code
 * HardGNNConfig.of(new LightGcn())
 *     .scoredBy(new Scoring.Dot())
 *     .predicting(new Targets.EveryInteraction())
 *     .minimising(new BayesianPersonalizedRanking())
 *     .plus(1e-4, new BatchL2())
 * }</pre>
 *
 * @param embeddingDim size of every vector {@code d}, 1 to 4096; default 64
 * @param layers propagation layers, 0 to 8; default 3; 0 is matrix factorisation
 * @param historyLength most recent interactions whose items serve a user never seen in training, 1
 *     to 1024; default 100
 */
public record LightGcn(int embeddingDim, int layers, int historyLength) implements EncoderConfig {

  /** Creates the defaults. */
  public LightGcn() {
    this(64, 3, 100);
  }

  @Override
  public String kind() {
    return "light_gcn";
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
    return new LightGcnEncoder(this, userCount, itemCount);
  }

  @Override
  public void check(String path, Violations violations) {
    EncoderConfig.checkSizes(this, path, violations);
    violations.whole(path + ".layers", layers, 0, 8);
  }

  @Override
  public LightGcn embeddingDim(int size) {
    return new LightGcn(size, layers, historyLength);
  }

  /** Returns these settings with another number of layers. */
  public LightGcn layers(int count) {
    return new LightGcn(embeddingDim, count, historyLength);
  }

  /** Returns these settings with another length of the history. */
  public LightGcn historyLength(int length) {
    return new LightGcn(embeddingDim, layers, length);
  }
}
