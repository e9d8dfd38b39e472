package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the lists of the first {@code K} items are like, whether or not they hold what was held out.
 *
 * <p>Let {@code c_i} be in how many users' lists item {@code i} is, {@code C} the sum of all
 * {@code c_i}, {@code n_i} the number of users who have {@code i} in training, {@code N} the number
 * of users and {@code I} of items. A list is what full ranking leaves: items of the history are not
 * in it, of equal scores the smaller item index comes first, and a score that is NaN or negative
 * infinity is not listed.
 *
 * <pre>
 * coverage   = (number of items with c_i &gt; 0) / I
 * Gini       = sum over items in the order of growing c_i, at places k = 1 .. I,
 *              of (2 k - I - 1) c_i / (I C)
 * popularity = sum of c_i n_i / C
 * novelty    = sum of c_i log2(N / max(1, n_i)) / C
 * </pre>
 *
 * <p>Sources: coverage, Ge, Delgado-Battenfeld and Jannach, <i>Beyond Accuracy</i>, RecSys 2010;
 * Gini index of recommendations, Fleder and Hosanagar, <i>Blockbuster Culture's Next Rise or
 * Fall</i>, Management Science 2009; popularity, Abdollahpouri, Burke and Mobasher, 2019; novelty
 * as the mean self-information of what is recommended, Zhou and others, PNAS 2010, and Vargas and
 * Castells, RecSys 2011. An item that nobody has counts as if one user had it: its
 * self-information would be infinite.
 *
 * @param cutoff {@code K}
 * @param users number of lists
 * @param coverage share of the items that are in a list, 0 to 1
 * @param gini 0 if all items are listed equally often, towards 1 if few items fill all lists; NaN
 *     if all lists are empty
 * @param popularity mean number of users who have a listed item in training; NaN likewise
 * @param novelty mean self-information of a listed item, in bits; NaN likewise
 */
public record BeyondAccuracy(
    int cutoff, int users, double coverage, double gini, double popularity, double novelty) {

  /** The name of these figures in {@link EvaluationResult#asMap}. */
  public static final String KEY = "beyond_accuracy";

  /**
   * Computes the figures of lists.
   *
   * @param listed {@code [items]} in how many lists each item is
   * @param usersOfItems {@code [items]} how many users have each item in training
   * @param trainingUsers number of users in training
   */
  static BeyondAccuracy of(
      int cutoff, int users, long[] listed, int[] usersOfItems, int trainingUsers) {
    long sum = 0;
    int covered = 0;
    double popularity = 0;
    double novelty = 0;
    for (int item = 0; item < listed.length; item++) {
      sum += listed[item];
      covered += listed[item] > 0 ? 1 : 0;
      popularity += (double) listed[item] * usersOfItems[item];
      novelty += listed[item] * Math.log((double) trainingUsers / Math.max(1, usersOfItems[item]));
    }
    return new BeyondAccuracy(
        cutoff,
        users,
        (double) covered / listed.length,
        gini(listed, sum),
        popularity / sum,
        novelty / sum / Math.log(2));
  }

  private static double gini(long[] listed, long sum) {
    long[] sorted = listed.clone();
    Arrays.sort(sorted);
    double weighted = 0;
    for (int k = 1; k <= sorted.length; k++) {
      weighted += (2.0 * k - sorted.length - 1) * sorted[k - 1];
    }
    return weighted / ((double) sorted.length * sum);
  }

  /** Returns name to value, such as {@code Coverage@10}; ready for JSON. */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("Coverage@" + cutoff, coverage);
    map.put("Gini@" + cutoff, gini);
    map.put("Popularity@" + cutoff, popularity);
    map.put("Novelty@" + cutoff, novelty);
    return map;
  }

  /** Returns a line of the figures. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "first %d of %d users: coverage %.4f, Gini %.4f, popularity %.1f, novelty %.2f bits",
        cutoff,
        users,
        coverage,
        gini,
        popularity,
        novelty);
  }
}
