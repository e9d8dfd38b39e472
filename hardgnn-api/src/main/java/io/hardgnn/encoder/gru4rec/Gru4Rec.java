package io.hardgnn.encoder.gru4rec;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * GRU4Rec (Hidasi, Karatzoglou, Baltrunas and Tikk, <i>Session-based Recommendations with Recurrent
 * Neural Networks</i>, ICLR 2016; Hidasi and Karatzoglou, CIKM 2018): layers of gated recurrent
 * units over the items of a sequence, whose state is its embedding. Keeps nothing per user.
 *
 * <p>Inputs and scores share one table of items (the "constrained embedding" of the authors'
 * program). A sequence begins with a state of zero, where the authors carry the state of a session
 * on from one step of training to the next.
 *
 * <p>The recurrence is unrolled: the model has {@code historyLength} steps for every layer, and
 * runs all of them for short sequences too. Time and the size of the model grow with it.
 *
 * <pre>{@code
 * HardGNNConfig.of(new Gru4Rec())
 *     .scoredBy(new Scoring.DotWithBias())
 *     .predicting(new Targets.EveryPosition())
 *     .minimising(new SampledSoftmax(4096))
 * }</pre>
 *
 * @param embeddingDim size of every embedding and state {@code d}, 1 to 4096; default 64
 * @param historyLength most recent interactions that are read {@code M}, 1 to 1024; default 50
 * @param layers recurrent layers, 1 to 8; default 1
 * @param dropout rate on embeddings and on the output of each layer, in {@code [0, 1)}; default 0.2
 */
public record Gru4Rec(int embeddingDim, int historyLength, int layers, double dropout)
    implements EncoderConfig {

  /** Creates the defaults. */
  public Gru4Rec() {
    this(64, 50, 1, 0.2);
  }

  @Override
  public String kind() {
    return "gru4rec";
  }

  @Override
  public Set<Gives> gives() {
    return Set.of(Gives.SEQUENCES, Gives.POSITIONS);
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new Gru4RecEncoder(this, itemCount);
  }

  @Override
  public void check(String path, Violations violations) {
    EncoderConfig.checkSizes(this, path, violations);
    violations.whole(path + ".layers", layers, 1, 8);
    violations.rate(path + ".dropout", dropout);
  }

  @Override
  public Gru4Rec embeddingDim(int size) {
    return new Gru4Rec(size, historyLength, layers, dropout);
  }

  /** Returns these settings with another length of the history. */
  public Gru4Rec historyLength(int length) {
    return new Gru4Rec(embeddingDim, length, layers, dropout);
  }

  /** Returns these settings with another number of layers. */
  public Gru4Rec layers(int count) {
    return new Gru4Rec(embeddingDim, historyLength, count, dropout);
  }

  /** Returns these settings with another rate of dropout. */
  public Gru4Rec dropout(double rate) {
    return new Gru4Rec(embeddingDim, historyLength, layers, rate);
  }
}
