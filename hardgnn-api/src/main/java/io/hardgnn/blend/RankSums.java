package io.hardgnn.blend;

import io.hardgnn.evaluation.Metric;

/**
 * What the ranks of users are worth under each of several combinations. Sums are of whole units, so
 * that they do not depend on which thread comes first. Not thread-safe.
 */
final class RankSums {

  /** Ranks behind are worth nothing. */
  private static final int TOP = 100;

  /** As many users of the greatest NDCG, 1, have a sum that a long holds, with room to spare. */
  static final int MOST_USERS = 1 << 22;

  private static final double UNITS = 0x1p40;

  private static final Metric NDCG = Metric.ndcg(10);

  /** What is added to a rank in {@link BlendCandidate#nearness}. */
  private static final double ADDED = 10;

  /** Parts of the users, whose differences say how sure a mean is without a value of each user. */
  private static final int PARTS = 64;

  private final int combinations;
  private final long[] ndcg; // [PARTS x combinations] units
  private final long[] nearness; // [combinations] units
  private long users;

  RankSums(int combinations) {
    this.combinations = combinations;
    this.ndcg = new long[PARTS * combinations];
    this.nearness = new long[combinations];
  }

  /** Adds a user's ranks, ascending, under a combination. */
  void add(int combination, int user, int[] ranks) {
    ndcg[user % PARTS * combinations + combination] += Math.round(UNITS * NDCG.of(ranks));
    double near = 0;
    for (int rank : ranks) {
      near += rank <= TOP ? 1 / (ADDED + rank) : 0;
    }
    nearness[combination] += Math.round(UNITS * near / ranks.length);
  }

  /** Counts users whose ranks are added. */
  void addUsers(int count) {
    users += count;
  }

  void add(RankSums others) {
    for (int n = 0; n < ndcg.length; n++) {
      ndcg[n] += others.ndcg[n];
    }
    for (int n = 0; n < nearness.length; n++) {
      nearness[n] += others.nearness[n];
    }
    users += others.users;
  }

  /** Returns how many users were counted. */
  long users() {
    return users;
  }

  /** Returns NDCG@10 under a combination, the mean over users. */
  double ndcg(int combination) {
    long sum = 0;
    for (int part = 0; part < PARTS; part++) {
      sum += ndcg[part * combinations + combination];
    }
    return mean(sum);
  }

  /** Returns what each part of the users adds to {@link #ndcg}. */
  double[] ndcgOfParts(int combination) {
    double[] parts = new double[PARTS];
    for (int part = 0; part < PARTS; part++) {
      parts[part] = mean(ndcg[part * combinations + combination]);
    }
    return parts;
  }

  /** Returns {@link BlendCandidate#nearness} under a combination. */
  double nearness(int combination) {
    return mean(nearness[combination]);
  }

  private double mean(long sum) {
    return sum / UNITS / users;
  }
}
