package io.hardgnn.data.prepare;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.internal.split.IntervalCuts;
import io.hardgnn.internal.split.SplitSequences;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Everybody's interactions, cut at two moments. */
final class TimeSplitting extends Splitting {

  private static final long UNKNOWN = -1;

  private final String title;
  private final double validation; // shares, which count while the moments are unknown
  private final double test;
  private final boolean wantsValidation;
  private final boolean wantsTest;
  private long validationFrom; // epoch milliseconds
  private long testFrom;

  private TimeSplitting(
      Split split,
      double validation,
      double test,
      boolean wantsValidation,
      boolean wantsTest,
      long validationFrom,
      long testFrom) {
    this.title = split.title();
    this.validation = validation;
    this.test = test;
    this.wantsValidation = wantsValidation;
    this.wantsTest = wantsTest;
    this.validationFrom = validationFrom;
    this.testFrom = testFrom;
  }

  static TimeSplitting at(Split.ByTime split) {
    boolean wantsValidation = split.validationFrom().isBefore(split.testFrom());
    return new TimeSplitting(
        split,
        0,
        0,
        wantsValidation,
        true,
        TimeBounds.millisAtOrAfter(split.validationFrom()),
        TimeBounds.millisAtOrAfter(split.testFrom()));
  }

  static TimeSplitting last(Split.LastShare split) {
    return new TimeSplitting(
        split,
        split.validation(),
        split.test(),
        split.validation() > 0,
        split.test() > 0,
        UNKNOWN,
        UNKNOWN);
  }

  @Override
  String title() {
    return title;
  }

  @Override
  boolean needsTimes() {
    return true;
  }

  @Override
  boolean wantsValidation() {
    return wantsValidation;
  }

  @Override
  boolean wantsTest() {
    return wantsTest;
  }

  @Override
  boolean mayLackTraining() {
    return true;
  }

  @Override
  int[] withoutTraining(Remaining remaining, boolean keep) {
    if (validationFrom == UNKNOWN) {
      findMoments(remaining);
    }
    SortedRows rows = remaining.rows();
    int[] counts = remaining.userCounts();
    int[] without =
        IntStream.range(0, rows.userCount())
            .filter(user -> counts[user] > 0 && first(user, remaining) >= validationFrom)
            .toArray();
    for (int user : without) {
      counts[user] = keep ? counts[user] : 0;
    }
    return without;
  }

  /** Returns the time of the first interaction that a user has left; there is one. */
  private static long first(int user, Remaining remaining) {
    SortedRows rows = remaining.rows();
    int row = rows.start(user);
    while (!remaining.has(row)) {
      row++;
    }
    return rows.times()[row];
  }

  private void findMoments(Remaining remaining) {
    SortedRows rows = remaining.rows();
    long[] times = new long[remaining.size()];
    int size = 0;
    for (int user = 0; user < rows.userCount(); user++) {
      for (int row = rows.start(user); row < rows.end(user); row++) {
        if (remaining.userCounts()[user] > 0 && remaining.has(row)) {
          times[size++] = rows.times()[row];
        }
      }
    }
    Arrays.sort(times);
    testFrom = moment(times, test);
    validationFrom = moment(times, validation + test);
  }

  private static long moment(long[] times, double share) {
    int wanted = (int) Math.round((1 - share) * times.length);
    return wanted == times.length ? Long.MAX_VALUE : IntervalCuts.nearest(times, wanted);
  }

  @Override
  SplitSequences cut(Vocabulary users, Sequences kept) {
    int[] trained = new int[kept.userCount()];
    int[] known = new int[trained.length];
    for (int user = 0; user < trained.length; user++) {
      trained[user] = before(validationFrom, user, kept);
      known[user] = before(testFrom, user, kept);
    }
    return SplitSequences.inOrder(kept, trained, known);
  }

  private static int before(long moment, int user, Sequences kept) {
    int length = kept.length(user);
    int start = kept.start(user);
    while (length > 0 && kept.timestamp(start + length - 1) >= moment) {
      length--;
    }
    return length;
  }
}
