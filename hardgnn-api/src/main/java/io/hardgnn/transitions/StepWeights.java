package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;

/**
 * What a transition over each number of steps counts, as far as it counts anything in these
 * sequences.
 *
 * @param forward {@code [steps]} in the order of time, at {@code k - 1} for {@code k} steps, all
 *     positive
 * @param backward {@code [steps]} the same against the order of time; empty if it does not count
 */
@SuppressWarnings("ArrayRecordComponent") // package-private and never compared
record StepWeights(double[] forward, double[] backward) {

  static StepWeights of(TransitionCounter settings, ItemSequences sequences) {
    int longest = sequences.longest();
    return new StepWeights(settings.forwardWeights(longest), settings.backwardWeights(longest));
  }
}
