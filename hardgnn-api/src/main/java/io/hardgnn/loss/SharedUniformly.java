package io.hardgnn.loss;

import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.settings.Violations;
import java.util.SplittableRandom;

/** The rule of losses whose formulas hold for uniform shared negatives only. */
final class SharedUniformly {

  /** A count that differs by less is rounding. */
  private static final double LEEWAY = 1e-6;

  private SharedUniformly() {}

  /** Checks that no other loss wants the shared negatives to be drawn by popularity. */
  static void check(String path, Loss loss, Objective objective, Violations violations) {
    double popularity = objective.draws().proposal().popularity();
    violations.rule(
        popularity == 0 || !loss.supposesUniform(),
        supposes(path, loss)
            + ", but softmax shares negatives drawn by popularity ("
            + popularity
            + "); use popularity 0, or "
            + another(loss));
  }

  /**
   * Checks that a sampler of the application's own, by its counts of one draw, prefers no items.
   *
   * @param drawn how many items it draws for a batch
   * @param items how many there are
   */
  static void check(
      String path, Loss loss, CandidateSampler own, int drawn, int items, Violations violations) {
    if (!loss.supposesUniform() || drawn == 0) {
      return;
    }
    int[] draw = own.drawShared(new SplittableRandom(1), drawn);
    double[] counts = own.expectedCounts(draw);
    double uniform = (double) drawn / items;
    for (int i = 0; counts != null && i < counts.length; i++) {
      if (!(Math.abs(counts[i] - uniform) <= LEEWAY * uniform)) {
        violations.rule(
            false,
            supposes(path, loss)
                + ", but the sampler of random negatives, "
                + own.getClass().getName()
                + ", expects item "
                + draw[i]
                + " "
                + counts[i]
                + " times in a draw, and a uniform one "
                + uniform
                + " times; use a uniform sampler, or "
                + another(loss));
        return;
      }
    }
  }

  private static String supposes(String path, Loss loss) {
    String with = "";
    if (loss instanceof InfoNce nce) {
      with = ", with sampler " + nce.samplerThatDraws();
    } else if (loss instanceof SampledSoftmax softmax) {
      with = ", with atK " + softmax.atK();
    }
    return path + " is " + loss.kind() + with + ", which supposes uniform negatives";
  }

  private static String another(Loss loss) {
    if (loss instanceof InfoNce) {
      return "sampler hardest";
    }
    return loss instanceof SampledSoftmax ? "atK 0" : "another loss";
  }
}
