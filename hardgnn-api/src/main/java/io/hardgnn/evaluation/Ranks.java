package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The ranks of the held-out items of each evaluated user under one protocol; 1 is best.
 *
 * <p>Kept per user, so that two recommenders can be {@linkplain Comparison compared} in pairs and
 * any metric computed afterwards. A user has one held-out item or several, see
 * {@link #targetCount}. Immutable and thread-safe.
 */
public final class Ranks {

  private final int[] users;
  private final int[] offsets; // [users + 1]
  private final int[] ranks; // ascending within a user

  private Ranks(int[] users, int[] offsets, int[] ranks) {
    this.users = users;
    this.offsets = offsets;
    this.ranks = ranks;
  }

  /**
   * Returns ranks of one held-out item per user, computed elsewhere.
   *
   * @param users user indices, strictly ascending; copied
   * @param ranks {@code ranks[n]} is the rank for {@code users[n]}, at least 1; copied
   * @throws IllegalArgumentException if the lengths differ, users do not ascend or a rank is less
   *     than 1
   */
  public static Ranks of(int[] users, int[] ranks) {
    if (users.length != ranks.length) {
      throw new IllegalArgumentException(users.length + " users but " + ranks.length + " ranks");
    }
    int[] offsets = new int[users.length + 1];
    Arrays.setAll(offsets, n -> n);
    return checked(users.clone(), offsets, ranks.clone());
  }

  /**
   * Returns ranks of any number of held-out items per user, computed elsewhere.
   *
   * @param users user indices, strictly ascending; copied
   * @param ranks {@code ranks[n]} are the ranks for {@code users[n]}: at least one, each at least
   *     1, strictly ascending; copied
   * @throws IllegalArgumentException if the lengths differ, users do not ascend, a user has no rank
   *     or ranks are not as said
   */
  public static Ranks of(int[] users, int[][] ranks) {
    if (users.length != ranks.length) {
      throw new IllegalArgumentException(
          users.length + " users but ranks of " + ranks.length + " users");
    }
    int[] offsets = new int[users.length + 1];
    for (int n = 0; n < users.length; n++) {
      if (ranks[n].length == 0) {
        throw new IllegalArgumentException("user " + users[n] + " has no rank");
      }
      offsets[n + 1] = offsets[n] + ranks[n].length;
    }
    return checked(
        users.clone(), offsets, Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray());
  }

  /** Takes arrays that nobody writes afterwards. */
  static Ranks checked(int[] users, int[] offsets, int[] ranks) {
    for (int n = 0; n < users.length; n++) {
      if (n > 0 && users[n] <= users[n - 1]) {
        throw new IllegalArgumentException(
            "users must ascend: " + users[n] + " follows " + users[n - 1]);
      }
      for (int i = offsets[n]; i < offsets[n + 1]; i++) {
        if (ranks[i] < 1) {
          throw new IllegalArgumentException(
              "ranks start at 1: " + ranks[i] + " for user " + users[n]);
        }
        if (i > offsets[n] && ranks[i] <= ranks[i - 1]) {
          throw new IllegalArgumentException(
              "ranks of a user must ascend: "
                  + ranks[i]
                  + " follows "
                  + ranks[i - 1]
                  + " for user "
                  + users[n]);
        }
      }
    }
    return new Ranks(users, offsets, ranks);
  }

  /** Returns the number of evaluated users. */
  public int size() {
    return users.length;
  }

  /** Returns the {@code n}-th evaluated user, in ascending order. */
  public int user(int n) {
    return users[n];
  }

  /** Returns the number of held-out items of the {@code n}-th evaluated user, at least 1. */
  public int targetCount(int n) {
    return offsets[n + 1] - offsets[n];
  }

  /**
   * Returns the rank of the held-out item of the {@code n}-th evaluated user, the best rank if
   * there are several.
   */
  public int rank(int n) {
    return ranks[offsets[n]];
  }

  /** Returns the ranks of all held-out items of the {@code n}-th evaluated user, ascending. */
  public int[] ranksOf(int n) {
    return Arrays.copyOfRange(ranks, offsets[n], offsets[n + 1]);
  }

  /** Returns whether any user has more than one held-out item. */
  public boolean hasSeveralTargets() {
    return ranks.length > users.length;
  }

  /** Returns a metric's value for the {@code n}-th evaluated user. */
  public double value(Metric metric, int n) {
    return metric.of(ranks, offsets[n], offsets[n + 1]);
  }

  /**
   * Returns the mean of a metric over the users.
   *
   * @return 0 to 1; NaN if there are no users
   */
  public double mean(Metric metric) {
    double sum = 0;
    for (int n = 0; n < users.length; n++) {
      sum += value(metric, n);
    }
    return sum / users.length;
  }

  /** Returns a metric's value for each user, in the order of {@link #user}. */
  public double[] values(Metric metric) {
    double[] values = new double[users.length];
    for (int n = 0; n < users.length; n++) {
      values[n] = value(metric, n);
    }
    return values;
  }

  /**
   * Returns the means of the metrics of a report: {@link Metric#SEVERAL_TARGETS} if users have
   * several held-out items, otherwise {@link Metric#STANDARD}.
   */
  public Metrics metrics() {
    return Metrics.of(this);
  }

  /** Returns the ranks of some of the users, such as those with a short history. */
  public Ranks where(IntPredicate user) {
    int[] keptUsers = new int[users.length];
    int[] keptOffsets = new int[users.length + 1];
    int[] keptRanks = new int[ranks.length];
    int kept = 0;
    for (int n = 0; n < users.length; n++) {
      if (user.test(users[n])) {
        keptUsers[kept] = users[n];
        System.arraycopy(ranks, offsets[n], keptRanks, keptOffsets[kept], targetCount(n));
        keptOffsets[kept + 1] = keptOffsets[kept] + targetCount(n);
        kept++;
      }
    }
    return new Ranks(
        Arrays.copyOf(keptUsers, kept),
        Arrays.copyOf(keptOffsets, kept + 1),
        Arrays.copyOf(keptRanks, keptOffsets[kept]));
  }

  /** Returns whether both hold as many ranks of the same users. */
  boolean sameUsers(Ranks other) {
    return Arrays.equals(users, other.users) && Arrays.equals(offsets, other.offsets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranks that && sameUsers(that) && Arrays.equals(ranks, that.ranks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(users) + Arrays.hashCode(ranks);
  }

  @Override
  public String toString() {
    return "Ranks[" + users.length + " users" + targets() + "]";
  }

  private String targets() {
    return hasSeveralTargets() ? ", " + ranks.length + " targets" : "";
  }
}
