package io.hardgnn.engine;

import io.hardgnn.settings.Violations;

/**
 * When the model is evaluated on validation, and when training stops early.
 *
 * @param evaluateEvery epochs between two evaluations, at least 1; the last epoch is evaluated too,
 *     unless the run is stopped within the next one; default 1
 * @param patience evaluations without a better validation NDCG@10 before training stops, those of
 *     the warm-up of the learning rate and before the last loss has joined not counted; default 5,
 *     0 means never stop early
 * @param validationUsers users of each evaluation, the same ones every time; default 10,000, 0
 *     means all
 */
public record Stopping(int evaluateEvery, int patience, int validationUsers) {

  /** Creates the defaults. */
  public Stopping() {
    this(1, 5, 10_000);
  }

  void check(String path, Violations violations) {
    violations.atLeast(path + ".evaluateEvery", evaluateEvery, 1);
    violations.atLeast(path + ".patience", patience, 0);
    violations.atLeast(path + ".validationUsers", validationUsers, 0);
  }

  /** Returns these settings with another number of epochs between evaluations. */
  public Stopping evaluateEvery(int value) {
    return new Stopping(value, patience, validationUsers);
  }

  /** Returns these settings with another patience, 0 for none. */
  public Stopping patience(int value) {
    return new Stopping(evaluateEvery, value, validationUsers);
  }

  /** Returns these settings with another number of users, 0 for all. */
  public Stopping validationUsers(int value) {
    return new Stopping(evaluateEvery, patience, value);
  }
}
