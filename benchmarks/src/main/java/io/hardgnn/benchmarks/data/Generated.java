package io.hardgnn.benchmarks.data;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Data sets made up for a measurement; the same ones every time. */
public final class Generated {

  private static final long TWO_YEARS_MILLIS = 2 * 365 * 86_400_000L;

  private Generated() {}

  /**
   * Returns a set of which every user has the same number of interactions, with items of falling
   * popularity; each item occurs while there are interactions enough.
   *
   * @param perUser interactions of each user, at least 3
   */
  public static Dataset even(int users, int items, int perUser, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    int next = 0;
    for (int user = 0; user < users; user++) {
      String id = "u" + user;
      for (int i = 0; i < perUser; i++) {
        int item = next < items ? next++ : skewed(random, items);
        log.add(id, "i" + item, 1_000L * i + random.nextInt(1_000));
      }
    }
    return unfiltered(log).repeats(RepeatRule.KEEP_ALL).build();
  }

  /**
   * Returns a set for steps of fixed size: each user has in each of the intervals 7 or 8 distinct
   * items in turn (so 20,000 users and 4 intervals make 600,000 edges) and 14 interactions, so that
   * a history of 50 is always full.
   */
  public static Dataset steady(int users, int items, int intervals, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    long width = 1_000_000;
    for (int user = 0; user < users; user++) {
      String id = "u" + user;
      for (int interval = 0; interval < intervals; interval++) {
        int[] distinct = distinct(random, items, 7 + (user + interval) % 2);
        for (int i = 0; i < 14; i++) {
          int item = i < distinct.length ? distinct[i] : distinct[random.nextInt(distinct.length)];
          // From the first instant of the first interval to the last one of the last: widths are
          // exact.
          long time = interval * width + (width - 1) * i / 13;
          log.add(id, "i" + item, time);
        }
      }
    }
    return unfiltered(log).repeats(RepeatRule.KEEP_ALL).holdOut(false).build();
  }

  /**
   * Returns a set as uneven as those of real shops: activity of users falls with the power 0.4 of
   * their rank, popularity of items with the power 2/3 of theirs; no pair of user and item occurs
   * twice. Users join over two years and stay, so that every third of the time has interactions,
   * the last one most.
   *
   * @param users number of users, each of whom has at least 5 interactions
   * @param items number of items, each of which occurs
   * @param interactions number of interactions, at least 5 a user and 2 an item
   * @throws IllegalArgumentException if there are fewer, or more than the busiest user finds items
   *     for
   */
  public static Dataset uneven(int users, int items, int interactions, long seed) {
    int[] counts = activity(users, interactions);
    if (interactions < 2L * items || counts[0] > items) {
      throw new IllegalArgumentException(
          interactions
              + " interactions do not fit "
              + items
              + " items: at least two of each, at most one of a user");
    }
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    String[] ids = new String[items];
    Arrays.setAll(ids, item -> "i" + item);
    int[] lastUser = new int[items];
    long row = 0;
    int covered = 0;
    for (int user = 0; user < users; user++) {
      String id = "u" + user;
      double joined = 0.7 * random.nextDouble();
      for (int i = 0; i < counts[user]; i++, row++) {
        int item = skewed(random, items);
        // Every item occurs in the first half of the rows, among those drawn by popularity.
        if (covered < items && (long) covered * interactions <= 2 * row * items) {
          item = covered++;
        }
        while (lastUser[item] == user + 1) {
          item = random.nextInt(items);
        }
        lastUser[item] = user + 1;
        double when = joined + (1 - joined) * random.nextDouble();
        log.add(id, ids[item], (long) (when * TWO_YEARS_MILLIS));
      }
    }
    return unfiltered(log).build();
  }

  /** Returns the number of interactions of each user, falling, with the given sum. */
  private static int[] activity(int users, int interactions) {
    if (interactions < 5L * users) {
      throw new IllegalArgumentException(
          interactions + " interactions are fewer than 5 for each of " + users + " users");
    }
    double[] weights = new double[users];
    double all = 0;
    for (int user = 0; user < users; user++) {
      all += weights[user] = Math.pow(user + 1, -0.4);
    }
    int[] counts = new int[users];
    double share = 0;
    long given = 0;
    for (int user = 0; user < users; user++) {
      share += weights[user] / all;
      long until = Math.round(share * (interactions - 5L * users));
      counts[user] = 5 + (int) (until - given);
      given = until;
    }
    return counts;
  }

  private static DatasetBuilder unfiltered(InteractionLog.Builder log) {
    return DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1);
  }

  private static int[] distinct(SplittableRandom random, int items, int count) {
    if (items < count) {
      throw new IllegalArgumentException("at least " + count + " items are needed, not " + items);
    }
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int item = skewed(random, items);
      while (contains(chosen, i, item)) {
        item = random.nextInt(items);
      }
      chosen[i] = item;
    }
    return chosen;
  }

  private static boolean contains(int[] values, int count, int wanted) {
    for (int i = 0; i < count; i++) {
      if (values[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Draws an item with the density of {@code x^(-2/3)}: few are popular, most are rare. */
  static int skewed(SplittableRandom random, int items) {
    return (int) (items * Math.pow(random.nextDouble(), 3));
  }
}
