package io.hardgnn.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one recommender under each protocol it was evaluated with, and what its lists are
 * like, if that was asked for.
 *
 * <p>Immutable and thread-safe.
 */
public final class EvaluationResult {

  private final Map<Protocol, Ranks> ranks;
  private final @Nullable BeyondAccuracy beyondAccuracy;

  EvaluationResult(Map<Protocol, Ranks> ranks, @Nullable BeyondAccuracy beyondAccuracy) {
    this.beyondAccuracy = beyondAccuracy;
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

  /** Returns whether {@link #beyondAccuracy} was asked for. */
  public boolean hasBeyondAccuracy() {
    return beyondAccuracy != null;
  }

  /**
   * Returns coverage, concentration, popularity and novelty of the lists.
   *
   * @throws IllegalArgumentException if the evaluator was not asked for them
   */
  public BeyondAccuracy beyondAccuracy() {
    if (beyondAccuracy == null) {
      throw new IllegalArgumentException(
          "lists were not looked at; set Evaluator.builder().beyondAccuracy(K, training)");
    }
    return beyondAccuracy;
  }

  /**
   * Returns {@code {full: {HR@1: …}, sampled: {…}}} for the protocols evaluated, ready for JSON,
   * and {@code beyond_accuracy: {Coverage@10: …}} if it was asked for.
   */
  public Map<String, Map<String, Double>> asMap() {
    Map<String, Map<String, Double>> map = new LinkedHashMap<>();
    ranks.forEach((protocol, found) -> map.put(protocol.key(), found.metrics().asMap()));
    if (beyondAccuracy != null) {
      map.put(BeyondAccuracy.KEY, beyondAccuracy.asMap());
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EvaluationResult that
        && ranks.equals(that.ranks)
        && Objects.equals(beyondAccuracy, that.beyondAccuracy);
  }

  @Override
  public int hashCode() {
    return 31 * ranks.hashCode() + Objects.hashCode(beyondAccuracy);
  }

  @Override
  public String toString() {
    return "EvaluationResult" + asMap();
  }
}
