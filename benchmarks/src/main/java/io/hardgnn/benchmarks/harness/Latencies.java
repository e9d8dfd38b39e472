package io.hardgnn.benchmarks.harness;

import java.util.Arrays;

/**
 * Times of any number of requests in bounded memory: of many only every second is kept, of more
 * every fourth, and so on. Not thread-safe.
 */
public final class Latencies {

  private final long[] kept;
  private int size;
  private long every = 1; // a power of two
  private long count;

  /**
   * Takes the most times to keep.
   *
   * @param capacity even, at least 2
   */
  public Latencies(int capacity) {
    this.kept = new long[capacity];
  }

  public void add(long nanos) {
    if ((count++ & (every - 1)) != 0) {
      return;
    }
    if (size == kept.length) {
      for (int i = 0; 2 * i < kept.length; i++) {
        kept[i] = kept[2 * i];
      }
      size = kept.length / 2;
      every *= 2;
      // The next one due is the one that has come: an even number of them went before.
    }
    kept[size++] = nanos;
  }

  /** Returns how many were added. */
  public long count() {
    return count;
  }

  /** Returns those that were kept, in the order in which they were added. */
  public long[] kept() {
    return Arrays.copyOf(kept, size);
  }
}
