package io.hardgnn.internal.split;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.SplitStatistics;
import java.util.Arrays;
import java.util.BitSet;

/** Counts what a split left in each part, and how far training looks into the future of targets. */
final class SplitCounts {

  private final SplitSequences parts;
  private final Sequences arranged;

  private SplitCounts(SplitSequences parts) {
    this.parts = parts;
    this.arranged = parts.arranged();
  }

  static SplitStatistics of(SplitSequences parts, HeldOut test, SplitDataset.Origin origin) {
    SplitCounts counts = new SplitCounts(parts);
    int[] none = new int[parts.userCount()];
    int[] ends = new int[parts.userCount()];
    Arrays.setAll(ends, parts.arranged()::length);
    BitSet trainedItems = counts.items(none, parts.trained());
    return new SplitStatistics(
        origin.split(),
        counts.part(none, parts.trained()),
        counts.part(parts.trained(), parts.known()),
        counts.part(parts.known(), ends),
        unknownTargets(test, trainedItems),
        knownTargets(test),
        origin.usersWithoutHistory(),
        origin.ordered() ? counts.laterTraining() : Double.NaN);
  }

  /** Returns the items of each user's interactions {@code from .. to-1}. */
  private BitSet items(int[] from, int[] to) {
    BitSet items = new BitSet(arranged.itemCount());
    for (int user = 0; user < from.length; user++) {
      int start = arranged.start(user);
      for (int position = start + from[user]; position < start + to[user]; position++) {
        items.set(arranged.item(position));
      }
    }
    return items;
  }

  private SplitStatistics.Part part(int[] from, int[] to) {
    int users = 0;
    long interactions = 0;
    for (int user = 0; user < from.length; user++) {
      users += to[user] > from[user] ? 1 : 0;
      interactions += to[user] - from[user];
    }
    return new SplitStatistics.Part(users, items(from, to).cardinality(), interactions);
  }

  private static long unknownTargets(HeldOut test, BitSet trainedItems) {
    long unknown = 0;
    for (int user = 0; user < test.userCount(); user++) {
      for (int n = 0; n < test.targetCount(user); n++) {
        unknown += trainedItems.get(test.target(user, n)) ? 0 : 1;
      }
    }
    return unknown;
  }

  private static long knownTargets(HeldOut test) {
    long known = 0;
    ItemSet history = new ItemSet(test.itemCount());
    for (int user = 0; user < test.userCount(); user++) {
      for (int position = 0; position < test.historyLength(user); position++) {
        history.add(test.historyItem(user, position));
      }
      for (int n = 0; n < test.targetCount(user); n++) {
        known += history.add(test.target(user, n)) ? 0 : 1; // targets are different items
      }
      history.clear();
    }
    return known;
  }

  private double laterTraining() {
    long[] times = trainingTimes();
    long tested = 0;
    double later = 0;
    for (int user = 0; user < parts.userCount(); user++) {
      int end = arranged.end(user);
      for (int position = end - parts.tested(user); position < end; position++) {
        int upToIt = IntervalCuts.firstIndexNotBefore(times, arranged.timestamp(position) + 1);
        later += (double) (times.length - upToIt) / times.length;
        tested++;
      }
    }
    return later / tested; // NaN if there is no target
  }

  private long[] trainingTimes() {
    long[] times = new long[Arrays.stream(parts.trained()).sum()];
    int size = 0;
    for (int user = 0; user < parts.userCount(); user++) {
      for (int n = 0; n < parts.trained()[user]; n++) {
        times[size++] = arranged.timestamp(arranged.start(user) + n);
      }
    }
    Arrays.sort(times);
    return times;
  }
}
