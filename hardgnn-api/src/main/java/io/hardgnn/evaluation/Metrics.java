package io.hardgnn.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Means over users of the {@linkplain Metric#STANDARD standard metrics} under one protocol; where
 * users have several held-out items, of {@link Metric#SEVERAL_TARGETS}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Metrics {

  private final Map<String, Double> values;
  private final int users;

  private Metrics(Map<String, Double> values, int users) {
    this.values = Collections.unmodifiableMap(values);
    this.users = users;
  }

  /** Returns the means of the metrics of a report over users. */
  static Metrics of(Ranks ranks) {
    Map<String, Double> values = new LinkedHashMap<>();
    List<Metric> metrics = ranks.hasSeveralTargets() ? Metric.SEVERAL_TARGETS : Metric.STANDARD;
    for (Metric metric : metrics) {
      values.put(metric.toString(), ranks.mean(metric));
    }
    return new Metrics(values, ranks.size());
  }

  /**
   * Returns the mean of one of these metrics; others are available from {@link Ranks#mean}.
   *
   * @return 0 to 1
   * @throws IllegalArgumentException if the metric is not one of them
   */
  public double get(Metric metric) {
    Double value = values.get(metric.toString());
    if (value == null) {
      throw new IllegalArgumentException(
          metric + " is not among " + values.keySet() + "; ask the ranks for it: Ranks.mean");
    }
    return value;
  }

  /** Returns HR@K for K in 1, 5, 10, 20. */
  public double hr(int cutoff) {
    return get(Metric.hr(cutoff));
  }

  /** Returns NDCG@K for K in 5, 10, 20. */
  public double ndcg(int cutoff) {
    return get(Metric.ndcg(cutoff));
  }

  /** Returns the mean reciprocal rank. */
  public double mrr() {
    return get(Metric.MRR);
  }

  /** Returns the number of users averaged over. */
  public int users() {
    return users;
  }

  /**
   * Returns name to mean, in the order of the list of metrics; unmodifiable, ready for JSON.
   */
  public Map<String, Double> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metrics that && users == that.users && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + users;
  }

  @Override
  public String toString() {
    return "Metrics" + values;
  }
}
