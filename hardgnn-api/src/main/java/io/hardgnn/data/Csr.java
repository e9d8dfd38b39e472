package io.hardgnn.data;

import java.util.function.IntUnaryOperator;

/** Small helpers for compressed sparse rows. */
final class Csr {

  private Csr() {}

  /** Turns counts, stored one place to the right, into offsets: {@code counts[0]} must be 0. */
  static void toOffsets(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
  }

  /** Returns the first interactions of each user, as many as a function says; users and items keep their indices. */
  static Sequences prefixes(Sequences sequences, IntUnaryOperator length) {
    int users = sequences.userCount();
    int[] offsets = new int[users + 1];
    for (int user = 0; user < users; user++) {
      offsets[user + 1] = offsets[user] + length.applyAsInt(user);
    }
    int[] items = new int[offsets[users]];
    long[] times = new long[offsets[users]];
    UserRanges.of(users, user -> offsets[user])
        .inParallel(
            (from, to) -> {
              for (int user = from; user < to; user++) {
                int position = sequences.start(user);
                for (int out = offsets[user]; out < offsets[user + 1]; out++) {
                  items[out] = sequences.item(position);
                  times[out] = sequences.timestamp(position++);
                }
              }
            });
    return Sequences.ofFirst(offsets, items, times, sequences.itemCount());
  }
}
