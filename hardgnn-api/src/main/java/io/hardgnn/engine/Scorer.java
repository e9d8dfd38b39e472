package io.hardgnn.engine;

import io.hardgnn.evaluation.ScoringFunction;

/**
 * A trained model opened for scoring; owns native memory. After {@link #close} scoring is an
 * {@link IllegalStateException}.
 */
public interface Scorer extends ScoringFunction, AutoCloseable {

  /** Frees native memory; closing again does nothing. */
  @Override
  void close();
}
