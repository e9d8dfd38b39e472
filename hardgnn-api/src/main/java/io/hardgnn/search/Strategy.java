package io.hardgnn.search;

/** Which combinations of settings a search tries, and for how long. */
public sealed interface Strategy {

  /** Returns the strategy that tries every combination, the last setting changing first. */
  static Strategy grid() {
    return new Grid();
  }

  /**
   * Returns the strategy that draws combinations at random, each once (Bergstra and Bengio, 2012).
   *
   * @param trials how many, at least 1; fewer if there are not that many
   * @param seed the same gives the same combinations
   */
  static Strategy random(int trials, long seed) {
    return new Random(trials, seed);
  }

  /**
   * Returns the strategy that draws combinations at random, trains all for few epochs, and goes on
   * with the best of them for longer, the last one to the end (successive halving; Jamieson and
   * Talwalkar, 2016).
   *
   * @param trials how many at the start, at least 2
   * @param epochs of the first round, at least 1
   * @param factor 2 or more: one in so many stays, and gets so many times the epochs, up to those
   *     of the settings
   * @param seed the same gives the same combinations
   */
  static Strategy successiveHalving(int trials, int epochs, int factor, long seed) {
    return new SuccessiveHalving(trials, epochs, factor, seed);
  }

  /** Every combination. */
  record Grid() implements Strategy {}

  /**
   * Combinations at random.
   *
   * @param trials how many
   * @param seed of the draws
   */
  record Random(int trials, long seed) implements Strategy {
    /** Checks the number. */
    public Random {
      atLeast("trials", trials, 1);
    }
  }

  /**
   * Combinations at random, of which ever fewer are trained for ever longer.
   *
   * @param trials how many at the start
   * @param epochs of the first round
   * @param factor one in so many stays
   * @param seed of the draws
   */
  record SuccessiveHalving(int trials, int epochs, int factor, long seed) implements Strategy {
    /** Checks the numbers. */
    public SuccessiveHalving {
      atLeast("trials", trials, 2);
      atLeast("epochs", epochs, 1);
      atLeast("factor", factor, 2);
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " is " + value + "; allowed: " + least + " or more");
    }
  }
}
