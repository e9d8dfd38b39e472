package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.Scorer;
import io.hardgnn.transitions.RecencyWeights;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A network's scores and the evidence of counts, added up. As thread-safe as the network's scorer,
 * which it closes.
 */
public final class BlendedScorer implements Scorer {

  private final Scorer network;
  private final Evidence evidence;
  private final RecencyWeights recency;
  private final BlendWeights weights;
  private final Deque<HistoryEvidence> idle = new ArrayDeque<>();

  /**
   * Creates a scorer.
   *
   * @param network gives the network's scores; closed with this
   * @param blend its {@linkplain Blend#weights() first weights} are used
   */
  public BlendedScorer(Scorer network, Evidence evidence, Blend blend) {
    this.network = network;
    this.evidence = evidence;
    this.recency = blend.recency();
    this.weights = blend.weights();
  }

  @Override
  public int itemCount() {
    return network.itemCount();
  }

  @Override
  public boolean isThreadSafe() {
    return network.isThreadSafe();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    network.score(heldOut, users, count, scores);
    HistoryEvidence history = borrow();
    for (int row = 0; row < count; row++) {
      history.read(heldOut, users[row]);
      history.addTo(scores, row * itemCount(), weights);
    }
    giveBack(history);
  }

  private HistoryEvidence borrow() {
    synchronized (idle) {
      return idle.isEmpty() ? new HistoryEvidence(evidence, recency) : idle.removeFirst();
    }
  }

  private void giveBack(HistoryEvidence history) {
    synchronized (idle) {
      idle.addFirst(history);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
