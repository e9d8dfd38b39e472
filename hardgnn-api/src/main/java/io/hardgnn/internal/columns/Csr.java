package io.hardgnn.internal.columns;

/** Small helpers for compressed sparse rows. */
public final class Csr {

  private Csr() {}

  /** Turns counts, stored one place to the right, into offsets: {@code counts[0]} must be 0. */
  public static void toOffsets(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
  }
}
