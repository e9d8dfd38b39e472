package io.hardgnn.data;

import io.hardgnn.data.prepare.DatasetBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Users, items and their interactions over time, split for training, validation and test.
 *
 * <p>The split is a type: a trainer is handed {@link #training()} and cannot reach a held-out item.
 * Implementations are immutable and thread-safe. Most callers build one from events with
 * {@link DatasetBuilder}.
 */
public interface Dataset {

  /** Returns the users' ids. */
  Vocabulary users();

  /** Returns the items' ids. */
  Vocabulary items();

  /** Returns what a trainer and its samplers may see. */
  TrainingData training();

  /**
   * Returns what is held out for validation as targets, the training interactions as history; with
   * leave-one-out, each user's second-last interaction and the ones before.
   */
  HeldOut validation();

  /**
   * Returns what is held out for test as targets, the interactions of training and validation as
   * history; with leave-one-out, each user's last interaction and the ones before.
   */
  HeldOut test();

  /**
   * Returns all interactions, held-out ones included: what a recommender in production knows of its
   * users.
   */
  Sequences all();

  /** Returns counts, density and time range, which print as a table. */
  DatasetStatistics statistics();

  /** Returns how the data was split and what that leaves open; empty if that is not known. */
  default Optional<SplitStatistics> splitStatistics() {
    return Optional.empty();
  }

  /**
   * Returns what was left after each step of the preparation, in order; empty if that is not known.
   */
  default List<FilterStep> filterSteps() {
    return List.of();
  }

  /**
   * Returns a SHA-256 in hexadecimal over vocabularies, interactions and split, for the provenance
   * of a model.
   */
  String fingerprint();
}
