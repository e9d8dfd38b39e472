package io.hardgnn.tf;

/**
 * How many of the hard negatives of a batch, as a comparison with every item selects them, were
 * found by way of proposals.
 *
 * @param tableAge updates of the parameters since the table that proposes was made
 * @param exact hard negatives of the batch's anchors
 * @param found those of them that the proposals led to as well
 */
public record MiningAgreement(int tableAge, int exact, int found) {

  /** Returns the share that was found, 0 to 1; 1 if there was nothing to find. */
  public double share() {
    return exact == 0 ? 1 : (double) found / exact;
  }
}
