package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;

/** Working memory of one thread: counts one row at a time, always in the order of the positions. */
final class TransitionRow {

  private final StepWeights steps;
  private final ItemSequences sequences;
  private final ItemPositions index;
  private final TransitionFactors factors;
  private final TransitionAccumulator row;

  TransitionRow(
      TransitionCounter settings,
      StepWeights steps,
      ItemSequences sequences,
      ItemPositions index,
      TransitionFactors factors) {
    this.steps = steps;
    this.sequences = sequences;
    this.index = index;
    this.factors = factors;
    this.row = new TransitionAccumulator(settings, sequences.itemCount());
  }

  void count(int from) {
    double[] forward = steps.forward();
    double[] backward = steps.backward();
    for (int place = index.start(from); place < index.end(from); place++) {
      int position = index.position(place);
      int user = index.user(place);
      int following = Math.min(forward.length, sequences.end(user) - 1 - position);
      for (int k = 1; k <= following; k++) {
        row.add(from, sequences.item(position + k), forward[k - 1]);
      }
      int preceding = Math.min(backward.length, position - sequences.start(user));
      for (int k = 1; k <= preceding; k++) {
        row.add(from, sequences.item(position - k), backward[k - 1]);
      }
    }
    row.finish(from, factors.rows(), factors.columns());
  }

  int[] items() {
    return row.items();
  }

  float[] weights() {
    return row.weights();
  }
}
