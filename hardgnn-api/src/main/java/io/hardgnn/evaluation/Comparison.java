package io.hardgnn.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * How much better a recommender is than another on the same users, and how sure that is.
 *
 * <p>Every user is a pair of values of a metric, so what makes a user hard for both cancels. The
 * interval is a paired bootstrap over users, the p-value a sign-flip randomisation; neither assumes
 * a distribution. Both speak of other users of the same data; whether another training seed would
 * show the same, only several seeds tell: {@link #acrossSeeds}.
 *
 * @param metric the metric compared
 * @param users number of users, all in both
 * @param first mean of the first recommender over users, and its spread over seeds
 * @param second mean of the second recommender over users, and its spread over seeds
 * @param difference mean over users of first minus second; positive if the first is better
 * @param low lower end of the 95% interval of the difference
 * @param high upper end of the 95% interval of the difference
 * @param p two-sided p-value of no difference; not below {@code 1 / (RESAMPLES + 1)}
 * @param better number of users for whom the first is better
 * @param worse number of users for whom the second is better
 * @param equal number of users with no difference
 */
public record Comparison(
    Metric metric,
    int users,
    Spread first,
    Spread second,
    double difference,
    double low,
    double high,
    double p,
    int better,
    int worse,
    int equal) {

  /** Number of bootstrap samples and of sign flips. */
  public static final int RESAMPLES = 10_000;

  /**
   * Compares two recommenders, each run once.
   *
   * @param first ranks of the first
   * @param second ranks of the second, of the same users under the same protocol
   * @param metric such as {@code Metric.ndcg(10)}
   * @param seed of the resampling
   * @throws IllegalArgumentException if the users differ or there are none
   */
  public static Comparison of(Ranks first, Ranks second, Metric metric, long seed) {
    return acrossSeeds(List.of(first), List.of(second), metric, seed);
  }

  /**
   * Compares two recommenders, each trained with several seeds: a user's value is the mean over the
   * seeds.
   *
   * @param first ranks of the first, one element for each training seed
   * @param second ranks of the second; the number of seeds may differ
   * @param metric such as {@code Metric.ndcg(10)}
   * @param seed of the resampling
   * @throws IllegalArgumentException if the users differ, or there are none, or a list is empty
   */
  public static Comparison acrossSeeds(
      List<Ranks> first, List<Ranks> second, Metric metric, long seed) {
    if (first.isEmpty() || second.isEmpty()) {
      throw new IllegalArgumentException(
          "ranks of both recommenders are needed, got " + first.size() + " and " + second.size());
    }
    Ranks users = first.get(0);
    if (users.size() == 0) {
      throw new IllegalArgumentException("no users to compare");
    }
    double[] differences = meanValues(first, users, metric);
    double[] subtract = meanValues(second, users, metric);
    double sum = 0;
    int better = 0;
    int worse = 0;
    for (int n = 0; n < differences.length; n++) {
      double difference = differences[n] - subtract[n];
      // Means over different numbers of equal values may differ in the last bit.
      double rounding = 1e-12 * Math.max(differences[n], subtract[n]);
      differences[n] = Math.abs(difference) <= rounding ? 0 : difference;
      sum += differences[n];
      better += differences[n] > 0 ? 1 : 0;
      worse += differences[n] < 0 ? 1 : 0;
    }
    double[] interval = PairedTest.bootstrapInterval(differences, RESAMPLES, seed);
    return new Comparison(
        metric,
        differences.length,
        spread(first, metric),
        spread(second, metric),
        sum / differences.length,
        interval[0],
        interval[1],
        PairedTest.signFlipP(differences, RESAMPLES, seed),
        better,
        worse,
        differences.length - better - worse);
  }

  /**
   * Returns whether the 95% interval leaves out 0 and {@code p} is below 0.05. Where few users
   * differ the interval alone would say so too soon.
   */
  public boolean isSignificant() {
    return (low > 0 || high < 0) && p < 0.05;
  }

  private static double[] meanValues(List<Ranks> runs, Ranks users, Metric metric) {
    double[] means = new double[users.size()];
    for (Ranks run : runs) {
      if (!run.sameUsers(users)) {
        throw new IllegalArgumentException(
            "a paired comparison needs the same users in all results, got "
                + users
                + " and "
                + run
                + "; evaluate with the same evaluator on the same held-out data");
      }
      for (int n = 0; n < means.length; n++) {
        means[n] += run.value(metric, n) / runs.size();
      }
    }
    return means;
  }

  private static Spread spread(List<Ranks> runs, Metric metric) {
    return Spread.of(runs.stream().mapToDouble(run -> run.mean(metric)).toArray());
  }

  /**
   * Returns a line such as
   * {@code NDCG@10 +0.0123 [0.0101, 0.0145], p = 0.0001, 812 better, 640 worse, 4588 equal}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %+.4f [%.4f, %.4f], p = %.4f, %d better, %d worse, %d equal",
        metric,
        difference,
        low,
        high,
        p,
        better,
        worse,
        equal);
  }
}
