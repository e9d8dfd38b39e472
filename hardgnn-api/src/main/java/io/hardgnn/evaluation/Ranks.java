package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The rank of the held-out item of each evaluated user under one protocol; 1 is best.
 *
 * <p>Kept per user, so that two recommenders can be {@linkplain Comparison compared} in pairs and
 * any metric computed afterwards. Immutable and thread-safe.
 */
public final class Ranks {

  private final int[] users;
  private final int[] ranks;

  private Ranks(int[] users, int[] ranks) {
    this.users = users;
    this.ranks = ranks;
  }

  /**
   * Returns ranks computed elsewhere.
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
    for (int n = 0; n < users.length; n++) {
      if (n > 0 && users[n] <= users[n - 1]) {
        throw new IllegalArgumentException(
            "users must ascend: " + users[n] + " follows " + users[n - 1]);
      }
      if (ranks[n] < 1) {
        throw new IllegalArgumentException(
            "ranks start at 1: " + ranks[n] + " for user " + users[n]);
      }
    }
    return new Ranks(users.clone(), ranks.clone());
  }

  /** Returns the number of evaluated users. */
  public int size() {
    return users.length;
  }

  /** Returns the {@code n}-th evaluated user, in ascending order. */
  public int user(int n) {
    return users[n];
  }

  /** Returns the rank for the {@code n}-th evaluated user. */
  public int rank(int n) {
    return ranks[n];
  }

  /**
   * Returns the mean of a metric over the users.
   *
   * @return 0 to 1; NaN if there are no users
   */
  public double mean(Metric metric) {
    double sum = 0;
    for (int rank : ranks) {
      sum += metric.of(rank);
    }
    return sum / ranks.length;
  }

  /** Returns a metric's value for each user, in the order of {@link #user}. */
  public double[] values(Metric metric) {
    double[] values = new double[ranks.length];
    for (int n = 0; n < ranks.length; n++) {
      values[n] = metric.of(ranks[n]);
    }
    return values;
  }

  /** Returns the means of the standard metrics. */
  public Metrics metrics() {
    return Metrics.of(this);
  }

  /** Returns the ranks of some of the users, such as those with a short history. */
  public Ranks where(IntPredicate user) {
    int[] keptUsers = new int[users.length];
    int[] keptRanks = new int[users.length];
    int kept = 0;
    for (int n = 0; n < users.length; n++) {
      if (user.test(users[n])) {
        keptUsers[kept] = users[n];
        keptRanks[kept++] = ranks[n];
      }
    }
    return new Ranks(Arrays.copyOf(keptUsers, kept), Arrays.copyOf(keptRanks, kept));
  }

  /** Returns whether both hold ranks of the same users. */
  boolean sameUsers(Ranks other) {
    return Arrays.equals(users, other.users);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranks that
        && Arrays.equals(users, that.users)
        && Arrays.equals(ranks, that.ranks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(users) + Arrays.hashCode(ranks);
  }

  @Override
  public String toString() {
    return "Ranks[" + users.length + " users]";
  }
}
