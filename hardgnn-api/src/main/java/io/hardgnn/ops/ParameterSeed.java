package io.hardgnn.ops;

import java.util.SplittableRandom;

/**
 * From which randomness a parameter starts: one rule for all engines, so that they start from the
 * same bits.
 */
public final class ParameterSeed {

  private ParameterSeed() {}

  /**
   * Returns the generator that fills a parameter: a pure function of the run's seed and the
   * parameter's name.
   */
  public static SplittableRandom randomFor(long seed, String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a over the name's characters
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash);
  }
}
