package io.hardgnn.data;

import java.util.BitSet;

/**
 * Which interactions of some sequences the filters have left so far: marks, so that a filter need not copy what it leaves.
 * Not thread-safe.
 */
final class Remaining {

  private final Sequences sequences;
  private final BitSet dropped = new BitSet();
  private int size;

  /** Begins with all. */
  Remaining(Sequences sequences) {
    this.sequences = sequences;
    this.size = sequences.size();
  }

  Sequences sequences() {
    return sequences;
  }

  /** Returns how many interactions are left. */
  int size() {
    return size;
  }

  boolean has(int position) {
    return size == sequences.size() || !dropped.get(position);
  }

  void drop(int position) {
    if (!dropped.get(position)) {
      dropped.set(position);
      size--;
    }
  }

  /** Returns how many interactions each user has left. */
  int[] userCounts() {
    int[] counts = new int[sequences.userCount()];
    for (int user = 0; user < counts.length; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        counts[user] += has(position) ? 1 : 0;
      }
    }
    return counts;
  }

  /** Returns how often each item is left. */
  int[] itemCounts() {
    int[] counts = new int[sequences.itemCount()];
    for (int position = 0; position < sequences.size(); position++) {
      if (has(position)) {
        counts[sequences.item(position)]++;
      }
    }
    return counts;
  }
}
