package io.hardgnn.data.prepare;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.columns.IntColumn;
import io.hardgnn.internal.split.SplitSequences;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Parts that the user has made: the rows of a log up to one and up to another. */
final class GivenSplitting extends Splitting {

  private final int trainingRows;
  private final int validationRows;
  private final IntColumn trained = new IntColumn(); // of the users left
  private final IntColumn known = new IntColumn();
  private int[][] ends = {}; // [2][users] of the log: where training and validation end

  /** Takes how many rows of the log, from the first on, are for training, and then validation. */
  GivenSplitting(int trainingRows, int validationRows) {
    this.trainingRows = trainingRows;
    this.validationRows = validationRows;
  }

  @Override
  String title() {
    return "given parts";
  }

  @Override
  boolean needsTimes() {
    return false;
  }

  @Override
  boolean wantsValidation() {
    return validationRows > 0;
  }

  @Override
  boolean wantsTest() {
    return true;
  }

  @Override
  boolean mayLackTraining() {
    return true;
  }

  /** Puts each user's parts one behind the other, each in the order of time. */
  @Override
  SortedRows order(InteractionLog log, long from, long to) {
    int users = log.users().size();
    int testStart = trainingRows + validationRows;
    SortedRows[] parts = {
      Chronology.order(log, 0, trainingRows, from, to),
      Chronology.order(log, trainingRows, testStart, from, to),
      Chronology.order(log, testStart, log.size(), from, to)
    };
    int size = Arrays.stream(parts).mapToInt(part -> part.items().length).sum();
    int[] offsets = new int[users + 1];
    int[] items = new int[size];
    long[] times = new long[size];
    ends = new int[2][users];
    int out = 0;
    for (int user = 0; user < users; user++) {
      for (int p = 0; p < parts.length; p++) {
        int start = parts[p].start(user);
        int length = parts[p].end(user) - start;
        System.arraycopy(parts[p].items(), start, items, out, length);
        System.arraycopy(parts[p].times(), start, times, out, length);
        out += length;
        if (p < ends.length) {
          ends[p][user] = out;
        }
      }
      offsets[user + 1] = out;
    }
    return new SortedRows(offsets, items, times, log.items().size());
  }

  @Override
  int[] withoutTraining(Remaining remaining, boolean keep) {
    SortedRows rows = remaining.rows();
    int[] counts = remaining.userCounts();
    IntColumn without = new IntColumn();
    for (int user = 0; user < rows.userCount(); user++) {
      if (counts[user] > 0) {
        int training = left(rows.start(user), ends[0][user], remaining);
        if (training == 0) {
          without.append(user);
        }
        if (training == 0 && !keep) {
          counts[user] = 0;
        } else {
          trained.append(training);
          known.append(training + left(ends[0][user], ends[1][user], remaining));
        }
      }
    }
    return toArray(without);
  }

  private static int left(int from, int to, Remaining remaining) {
    int left = 0;
    for (int row = from; row < to; row++) {
      left += remaining.has(row) ? 1 : 0;
    }
    return left;
  }

  @Override
  SplitSequences cut(Vocabulary users, Sequences kept) {
    int[] knownCounts = toArray(known);
    return new SplitSequences(
        byTime(kept, kept::length),
        kept,
        wantsValidation() ? byTime(kept, user -> knownCounts[user]) : kept,
        toArray(trained),
        knownCounts);
  }

  private static int[] toArray(IntColumn column) {
    int[] values = new int[column.size()];
    Arrays.setAll(values, column::get);
    return values;
  }

  /** Returns the same interactions, the first of each user in the order of time; itself if so. */
  private static Sequences byTime(Sequences arranged, IntUnaryOperator first) {
    int[] items = arranged.items().toItems();
    long[] times = new long[items.length];
    Arrays.setAll(times, arranged::timestamp);
    long[] before = times.clone();
    StableTimeSort sort = new StableTimeSort();
    for (int user = 0; user < arranged.userCount(); user++) {
      int start = arranged.start(user);
      sort.sort(times, items, start, start + first.applyAsInt(user));
    }
    return Arrays.equals(times, before)
        ? arranged
        : new Sequences(arranged.items().toOffsets(), items, times, arranged.itemCount());
  }
}
