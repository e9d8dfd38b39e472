package io.hardgnn.blend;

/**
 * How much counts say beside the network:
 * {@code score_j = network_j + transition log(1 + T_j / (epsilon max_k T_k)) + popularity p_j}, see
 * {@link Blend}.
 *
 * @param transition weight of the transitions, at least 0
 * @param epsilon how weak a transition may be, as a share of the strongest, until it says no more
 *     than none, above 0
 * @param popularity weight of the popularity, at least 0
 */
public record BlendWeights(double transition, double epsilon, double popularity) {

  /** Returns whether the network stands alone. */
  public boolean isOff() {
    return transition == 0 && popularity == 0;
  }
}
