package io.hardgnn.internal.random;

/**
 * The SplitMix64 generator (Steele, Lea and Flood, 2014), written out because the numbers it gives
 * are part of a protocol: fixed negatives and random splits must stay the same on every version of
 * Java. Not thread-safe; make one per user.
 */
public final class SplitMix64 {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Creates the generator of a seed. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** Returns the generator of a stream, independent of those of other streams of the same seed. */
  public static SplitMix64 of(long seed, long stream) {
    return new SplitMix64(mix(mix(seed + GOLDEN) ^ stream * GOLDEN));
  }

  /** Returns the next 64 bits. */
  public long nextLong() {
    return mix(state += GOLDEN);
  }

  /** Returns a number in {@code 0 .. bound-1}, with a bias below {@code bound / 2^63}. */
  public int nextInt(int bound) {
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
