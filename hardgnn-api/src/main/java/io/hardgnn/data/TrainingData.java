package io.hardgnn.data;

import java.util.List;

/**
 * All that a trainer or sampler may see: training interactions only, never a validation or test
 * item.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface TrainingData {

  /** Returns the number of users; every array over users has this length. */
  int userCount();

  /** Returns the number of items, those that occur only as held-out targets included. */
  int itemCount();

  /**
   * Returns whether the order of a user's interactions means anything; true unless the data has no
   * times. Without times a sequence has the order of the rows that it was read from, all times are
   * 0, and what learns from order refuses it with an {@link UnorderedDataException}.
   */
  default boolean isOrdered() {
    return true;
  }

  /**
   * Returns every user's training interactions in the order of time; a user may have none. The same
   * object each time, which may be made, in time and memory linear in the interactions, when it is
   * first asked for.
   */
  Sequences sequences();

  /**
   * Cuts the time range of the training interactions into intervals and returns one graph for each.
   *
   * @param count number of intervals {@code T}, at least 1
   * @param scheme how the range is cut
   * @return {@code count} graphs, oldest first; a graph may have no edge
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  List<IntervalGraph> intervalGraphs(int count, IntervalScheme scheme);
}
