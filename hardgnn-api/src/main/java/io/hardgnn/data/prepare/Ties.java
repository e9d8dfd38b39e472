package io.hardgnn.data.prepare;

import io.hardgnn.data.DatasetStatistics;
import java.util.Locale;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interactions of a user at the same time. */
final class Ties {

  private static final Logger LOG = LoggerFactory.getLogger(Ties.class);

  /** Beyond this share of tied neighbours the order within ties may be what is learned. */
  private static final double MUCH = 1.0 / 3;

  private Ties() {}

  /** Shuffles the items of equal time, each user's by itself (Fisher and Yates). */
  static void shuffle(SortedRows rows, long seed) {
    int[] items = rows.items();
    long[] times = rows.times();
    SplittableRandom random = new SplittableRandom(seed);
    for (int user = 0; user < rows.userCount(); user++) {
      int begin = rows.start(user);
      for (int row = begin; row < rows.end(user); row++) {
        if (times[row] != times[begin]) {
          begin = row;
        }
        int other = begin + random.nextInt(row - begin + 1);
        int item = items[row];
        items[row] = items[other];
        items[other] = item;
      }
    }
  }

  /** Warns if much of the order of histories is not known. */
  static void warn(String source, DatasetStatistics statistics) {
    if (statistics.tiedShare() > MUCH) {
      LOG.warn(
          "{}: {} % of the neighbours in users' histories have equal times, so their order is that"
              + " of the rows; if rows are not in the order in which things happened, call"
              + " shuffleTies(seed), or what is learned and measured is that order",
          source, String.format(Locale.ROOT, "%.0f", 100 * statistics.tiedShare()));
    }
  }
}
