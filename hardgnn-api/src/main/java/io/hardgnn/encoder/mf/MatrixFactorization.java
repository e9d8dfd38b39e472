package io.hardgnn.encoder.mf;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * Matrix factorisation (Koren, Bell and Volinsky, <i>Matrix Factorization Techniques for
 * Recommender Systems</i>, Computer, 2009): a vector per user and a vector per item, neither graph
 * nor sequence. A user never seen in training is served by the mean of the vectors of the items in
 * the history.
 *
 * <pre>{@code
 * HardGNNConfig.of(new MatrixFactorization())
 *     .scoredBy(new Scoring.Dot())
 *     .predicting(new Targets.EveryInteraction())
 *     .minimising(new BayesianPersonalizedRanking())
 * }</pre>
 *
 * @param embeddingDim size of every vector {@code d}, 1 to 4096; default 64
 * @param historyLength most recent interactions whose items' mean serves a user never seen in
 *     training, 1 to 1024; default 100
 */
public record MatrixFactorization(int embeddingDim, int historyLength) implements EncoderConfig {

  /** Creates the defaults. */
  public MatrixFactorization() {
    this(64, 100);
  }

  @Override
  public String kind() {
    return "matrix_factorization";
  }

  @Override
  public MatrixFactorization embeddingDim(int size) {
    return new MatrixFactorization(size, historyLength);
  }

  /** Returns these settings with another length of the history. */
  public MatrixFactorization historyLength(int length) {
    return new MatrixFactorization(embeddingDim, length);
  }

  @Override
  public Set<Gives> gives() {
    return Set.of(Gives.USERS);
  }

  @Override
  public UnknownUser unknownUser() {
    return UnknownUser.ZERO;
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new FactorEncoder(embeddingDim, userCount, itemCount);
  }

  @Override
  public void check(String path, Violations violations) {
    EncoderConfig.checkSizes(this, path, violations);
  }
}
