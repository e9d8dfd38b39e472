package io.hardgnn.engine;

import java.util.Map;

/**
 * A loss became infinite or not a number; the parameters of the run are lost, the last checkpoint,
 * which was written with a finite loss, is not.
 */
public final class NonFiniteLossException extends TrainingException {

  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int step;
  private final String term;

  /**
   * Creates an exception.
   *
   * @param epoch counted from 1
   * @param step counted from 1 in the epoch
   * @param term the first term of the loss, or parameter, that is not finite
   * @param terms all terms of the step
   * @param checkpoint says where the last good checkpoint is, or that there is none
   */
  public NonFiniteLossException(
      int epoch, int step, String term, Map<String, Double> terms, String checkpoint) {
    super(
        "'"
            + term
            + "' is not finite in epoch "
            + epoch
            + ", step "
            + step
            + ": "
            + terms
            + "; a smaller learningRate or another normalisation usually helps; "
            + checkpoint);
    this.epoch = epoch;
    this.step = step;
    this.term = term;
  }

  /** Returns the epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** Returns the step in the epoch, counted from 1. */
  public int step() {
    return step;
  }

  /**
   * Returns the name of the first term of the loss, or parameter, that is not finite; {@code total}
   * only if all terms are.
   */
  public String term() {
    return term;
  }
}
