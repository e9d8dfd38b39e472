package io.hardgnn.data;

/** Small helpers for compressed sparse rows. */
final class Csr {

  private Csr() {}

  /** Turns counts, stored one place to the right, into offsets: {@code counts[0]} must be 0. */
  static void toOffsets(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
  }

  /** Returns how often each item occurs. */
  static int[] itemCounts(Sequences sequences) {
    int[] counts = new int[sequences.itemCount()];
    for (int position = 0; position < sequences.size(); position++) {
      counts[sequences.item(position)]++;
    }
    return counts;
  }

  /** Decides whether an interaction stays. */
  interface Keep {
    /** Returns whether the interaction of a user at a flat position stays. */
    boolean test(int user, int position);
  }

  /** Returns the sequences that remain when only some interactions are kept; users and items keep their indices. */
  static Sequences filter(Sequences sequences, Keep keep) {
    int users = sequences.userCount();
    int[] offsets = new int[users + 1];
    int kept = 0;
    for (int user = 0; user < users; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        if (keep.test(user, position)) {
          kept++;
        }
      }
      offsets[user + 1] = kept;
    }
    int[] items = new int[kept];
    long[] times = new long[kept];
    int out = 0;
    for (int user = 0; user < users; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        if (keep.test(user, position)) {
          items[out] = sequences.item(position);
          times[out++] = sequences.timestamp(position);
        }
      }
    }
    return new Sequences(offsets, items, times, sequences.itemCount());
  }
}
