package io.hardgnn.internal.split;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.hardgnn.data.Sequences;
import io.hardgnn.internal.parallel.Results;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;

/**
 * The first interactions of each user, seen in the sequences they are of: positions are those of
 * the whole, with gaps between the users. Immutable and thread-safe.
 *
 * @param whole each user's interactions, the first ones in the order of time
 * @param ends {@code [users]} the position after the last one of each user that belongs here
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record Prefixes(Sequences whole, int[] ends) {

  /** Returns as many interactions of each user as a function says. */
  public static Prefixes of(Sequences whole, IntUnaryOperator length) {
    int[] ends = new int[whole.userCount()];
    for (int user = 0; user < ends.length; user++) {
      ends[user] = whole.start(user) + length.applyAsInt(user);
    }
    return new Prefixes(whole, ends);
  }

  int userCount() {
    return ends.length;
  }

  int itemCount() {
    return whole.itemCount();
  }

  int start(int user) {
    return whole.start(user);
  }

  int end(int user) {
    return ends[user];
  }

  int item(int position) {
    return whole.item(position);
  }

  long timestamp(int position) {
    return whole.timestamp(position);
  }

  /** Returns the number of interactions. */
  public int size() {
    int size = 0;
    for (int user = 0; user < ends.length; user++) {
      size += ends[user] - whole.start(user);
    }
    return size;
  }

  /** Returns sequences without gaps: a copy, or the whole if that is meant. */
  Sequences copy() {
    if (size() == whole.size()) {
      return whole;
    }
    int[] offsets = new int[userCount() + 1];
    for (int user = 0; user < userCount(); user++) {
      offsets[user + 1] = offsets[user] + ends[user] - whole.start(user);
    }
    // Most of the time of a large array is its memory's first touch, so the two are made side by
    // side.
    CompletableFuture<long[]> timesToBe = supplyAsync(() -> new long[offsets[userCount()]]);
    int[] items = new int[offsets[userCount()]];
    long[] times = Results.of(timesToBe);
    UserRanges.of(userCount(), user -> offsets[user])
        .inParallel(
            (from, to) -> {
              for (int user = from; user < to; user++) {
                copy(user, items, times, offsets[user]);
              }
            });
    return Sequences.ofFirst(offsets, items, times, itemCount());
  }

  private void copy(int user, int[] items, long[] times, int start) {
    int out = start;
    for (int position = start(user); position < end(user); position++) {
      items[out] = item(position);
      times[out++] = timestamp(position);
    }
  }
}
