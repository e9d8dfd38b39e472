package io.hardgnn.encoder.selfgnn;

import io.hardgnn.settings.Violations;

/**
 * Settings of the sequence model over intervals (paper eq. 3-5).
 *
 * @param recurrence recurrent cell; default {@link Recurrence#GRU}
 * @param sharedCell whether users and items share one cell; default false
 * @param norm layer normalisation before the attention; default {@link IntervalNorm#FEATURE}
 * @param dropout rate on the outputs of the recurrence, in {@code [0, 1)}; default 0
 */
public record IntervalConfig(
    Recurrence recurrence, boolean sharedCell, IntervalNorm norm, double dropout) {

  /** Creates the defaults. */
  public IntervalConfig() {
    this(Recurrence.GRU, false, IntervalNorm.FEATURE, 0);
  }

  /** Checks the ranges; {@code path} is the place in JSON. */
  public void check(String path, Violations violations) {
    violations.rate(path + ".dropout", dropout);
  }

  /** Returns these settings with another recurrent cell. */
  public IntervalConfig recurrence(Recurrence value) {
    return new IntervalConfig(value, sharedCell, norm, dropout);
  }

  /** Returns these settings with one cell for users and items, or one each. */
  public IntervalConfig sharedCell(boolean value) {
    return new IntervalConfig(recurrence, value, norm, dropout);
  }

  /** Returns these settings with another layer normalisation. */
  public IntervalConfig norm(IntervalNorm value) {
    return new IntervalConfig(recurrence, sharedCell, value, dropout);
  }

  /** Returns these settings with another rate of dropout. */
  public IntervalConfig dropout(double value) {
    return new IntervalConfig(recurrence, sharedCell, norm, value);
  }
}
