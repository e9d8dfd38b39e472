package io.hardgnn.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ranks of one recommender under each protocol it was evaluated with.
 *
 * <p>Immutable and thread-safe.
 */
public final class EvaluationResult {

  private final Map<Protocol, Ranks> ranks;

  EvaluationResult(Map<Protocol, Ranks> ranks) {
    this.ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
  }

  /** Returns the protocols evaluated, in the order they were asked for. */
  public Set<Protocol> protocols() {
    return ranks.keySet();
  }

  /** Returns the number of users evaluated. */
  public int users() {
    return ranks.values().iterator().next().size();
  }

  /**
   * Returns the ranks of each user under a protocol.
   *
   * @throws IllegalArgumentException if the protocol was not evaluated
   */
  public Ranks ranks(Protocol protocol) {
    Ranks found = ranks.get(protocol);
    if (found == null) {
      throw new IllegalArgumentException(protocol + " was not evaluated, only " + ranks.keySet());
    }
    return found;
  }

  /**
   * Returns the metrics under a protocol.
   *
   * @throws IllegalArgumentException if the protocol was not evaluated
   */
  public Metrics metrics(Protocol protocol) {
    return ranks(protocol).metrics();
  }

  /**
   * Returns the metrics under full ranking.
   *
   * @throws IllegalArgumentException if it was not evaluated
   */
  public Metrics full() {
    return metrics(Protocol.fullRanking());
  }

  /**
   * Returns the metrics under sampled negatives.
   *
   * @throws IllegalArgumentException if they were not evaluated
   */
  public Metrics sampled() {
    for (Protocol protocol : ranks.keySet()) {
      if (protocol instanceof Protocol.Sampled) {
        return metrics(protocol);
      }
    }
    throw new IllegalArgumentException(
        "sampled negatives were not evaluated, only " + ranks.keySet());
  }

  /**
   * Returns {@code {full: {HR@1: …}, sampled: {…}}} for the protocols evaluated, ready for JSON.
   */
  public Map<String, Map<String, Double>> asMap() {
    Map<String, Map<String, Double>> map = new LinkedHashMap<>();
    ranks.forEach((protocol, found) -> map.put(protocol.key(), found.metrics().asMap()));
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EvaluationResult that && ranks.equals(that.ranks);
  }

  @Override
  public int hashCode() {
    return ranks.hashCode();
  }

  @Override
  public String toString() {
    return "EvaluationResult" + asMap();
  }
}
