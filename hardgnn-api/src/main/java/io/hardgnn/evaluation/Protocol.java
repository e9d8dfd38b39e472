package io.hardgnn.evaluation;

/**
 * Which items the held-out items of a user compete with. Immutable.
 *
 * <p>In all protocols an item whose score equals the target's ranks before it, and so does one
 * whose score is NaN; a target whose score is NaN ranks last. So a recommender gains nothing from
 * constant or broken scores. Several targets of a user are in one list and have different ranks.
 */
public sealed interface Protocol {

  /** Returns full ranking, the default and the one to trust: all items but the user's history. */
  static Protocol fullRanking() {
    return new FullRanking();
  }

  /**
   * Returns ranking among a fixed sample of negatives, the paper's with 999 of them.
   *
   * @param negatives number of negatives, at least 1
   * @param seed chooses the sample; negatives are a function of the seed, the user and the items
   *     left out, nothing else
   * @throws IllegalArgumentException if {@code negatives} is less than 1
   */
  static Protocol sampled(int negatives, long seed) {
    return new Sampled(negatives, seed);
  }

  /** Returns the name in tables and JSON, {@code full} or {@code sampled}. */
  String key();

  /** Returns the name that people read, such as {@code full ranking} or {@code 1 + 999 sampled}. */
  String title();

  /**
   * All items compete, except those of the user's history; a target stays, even if it was in the
   * history.
   */
  record FullRanking() implements Protocol {
    @Override
    public String key() {
      return "full";
    }

    @Override
    public String title() {
      return "full ranking";
    }
  }

  /**
   * Negatives compete that are drawn for each user uniformly and without replacement from the items
   * that are neither targets nor in the user's history (nor among the {@linkplain
   * Evaluator.Builder#neverSample other interactions} the evaluator was told of). If there are too
   * few such items, all of them are negatives.
   *
   * <p>Sampled metrics flatter all recommenders and may reverse their order (Krichene and Rendle,
   * 2020); they are here to compare with published numbers.
   *
   * @param negatives number of negatives, at least 1
   * @param seed chooses the sample
   */
  record Sampled(int negatives, long seed) implements Protocol {
    /** @throws IllegalArgumentException if {@code negatives} is less than 1 */
    public Sampled {
      if (negatives < 1) {
        throw new IllegalArgumentException(
            "the number of sampled negatives must be at least 1: " + negatives);
      }
    }

    @Override
    public String key() {
      return "sampled";
    }

    @Override
    public String title() {
      return "1 + " + negatives + " sampled";
    }
  }
}
