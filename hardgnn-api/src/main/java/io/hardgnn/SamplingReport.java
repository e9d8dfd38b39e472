package io.hardgnn;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/**
 * How hard the negatives of a contrastive loss are, epoch by epoch; made by
 * {@link SamplingDiagnostics}.
 *
 * @param epochs the epochs that were looked at, in order
 */
public record SamplingReport(List<Epoch> epochs) {

  /** Keeps a copy. */
  public SamplingReport {
    epochs = ImmutableList.copyOf(epochs);
  }

  /**
   * What was seen with the parameters after an epoch. Cosines are those of anchors with items. What
   * is of the chosen negatives is a mean over all of them, and no number where nothing was chosen;
   * the others are means over anchors.
   *
   * @param epoch counted from 1
   * @param anchors how many anchors were looked at
   * @param negatives how many negatives an anchor had
   * @param loss the contrastive loss, paper eq. 12
   * @param positive cosine with the positive
   * @param negative cosine with the chosen negatives
   * @param random cosine with an item at random
   * @param separated share of pairs of a positive and a negative of the same anchor of which the
   *     positive is closer; 0.5 is chance
   * @param validation share of the chosen negatives that are validation items of their users
   * @param test share of the chosen negatives that are test items of their users
   * @param chance share that would be either, were as many negatives of each anchor drawn uniformly
   *     from the items that its user does not know from training
   */
  public record Epoch(
      int epoch,
      int anchors,
      double negatives,
      double loss,
      double positive,
      double negative,
      double random,
      double separated,
      double validation,
      double test,
      double chance) {}

  /** Returns a Markdown table, an epoch a line. */
  public String toTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| epoch | anchors | negatives | loss | cosine: positive | negative | random"
            + " | separated | later: validation | test | by chance |\n");
    table.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Epoch e : epochs) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | %.1f | %.4f | %.3f | %.3f | %.3f | %.1f %% | %.2f %% | %.2f %% | %.2f %% |%n",
              e.epoch,
              e.anchors,
              e.negatives,
              e.loss,
              e.positive,
              e.negative,
              e.random,
              100 * e.separated,
              100 * e.validation,
              100 * e.test,
              100 * e.chance));
    }
    return table.toString().replace(System.lineSeparator(), "\n");
  }

  /** Returns {@link #toTable()}. */
  @Override
  public String toString() {
    return toTable();
  }
}
