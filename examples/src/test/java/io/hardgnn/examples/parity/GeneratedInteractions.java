package io.hardgnn.examples.parity;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import java.util.SplittableRandom;

/**
 * Interactions with something to learn: users walk through two groups of items each, mostly from an
 * item to the next.
 */
final class GeneratedInteractions {

  private static final int GROUPS = 20;
  private static final long START = 1_700_000_000_000L;

  private GeneratedInteractions() {}

  /**
   * Returns a dataset.
   *
   * @param users number of users, each with 8 to 40 interactions
   * @param items number of items, a multiple of 20
   */
  static Dataset dataset(int users, int items, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    int groupSize = items / GROUPS;
    for (int user = 0; user < users; user++) {
      int[] groups = {random.nextInt(GROUPS), random.nextInt(GROUPS)};
      int place = random.nextInt(groupSize);
      long time = START + random.nextInt(1_000_000);
      int length = 8 + random.nextInt(33);
      for (int i = 0; i < length; i++) {
        place = random.nextInt(4) == 0 ? random.nextInt(groupSize) : (place + 1) % groupSize;
        int item = groups[random.nextInt(2)] * groupSize + place;
        log.add("u" + user, "i" + item, time);
        time += 1 + random.nextInt(10_000_000);
      }
    }
    return DatasetBuilder.of(log.build()).build();
  }
}
