package io.hardgnn.data;

import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import java.util.Random;

/** Random logs for tests of properties. */
public final class RandomLogs {

  private RandomLogs() {}

  /**
   * Returns a log of skewed users and items with many ties of time; ids are not in the order of
   * their numbers.
   */
  public static InteractionLog draw(Random random) {
    int users = 1 + random.nextInt(40);
    int items = 1 + random.nextInt(30);
    int rows = 1 + random.nextInt(600);
    int times = 1 + random.nextInt(random.nextBoolean() ? 6 : 2000);
    long begin = random.nextInt(1_000_000);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int row = 0; row < rows; row++) {
      int user = (int) (users * Math.pow(random.nextDouble(), 2));
      int item = (int) (items * Math.pow(random.nextDouble(), 2));
      log.add("u" + user * 7 % 41, "i" + item * 11 % 31, begin + random.nextInt(times));
    }
    return log.build();
  }

  /** Returns a log of so many rows that several threads work on it. */
  public static InteractionLog drawLong(Random random) {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int row = 0; row < 40_000; row++) {
      int user = (int) (5000 * Math.pow(random.nextDouble(), 2));
      int item = (int) (3000 * Math.pow(random.nextDouble(), 2));
      log.add("u" + user * 7 % 5003, "i" + item * 11 % 3001, random.nextInt(20_000));
    }
    return log.build();
  }

  /** Returns a builder that filters nothing. */
  public static DatasetBuilder unfiltered(InteractionLog log) {
    return DatasetBuilder.of(log)
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1)
        .repeats(RepeatRule.KEEP_ALL);
  }
}
