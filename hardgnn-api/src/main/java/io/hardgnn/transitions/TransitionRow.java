package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import java.util.Arrays;

/** Working memory of one thread: counts one row at a time, always in the order of the positions. */
final class TransitionRow {

  private final TransitionCounter settings;
  private final StepWeights steps;
  private final ItemSequences sequences;
  private final ItemPositions index;
  private final TransitionSums sums;
  private final double[] counts;
  private final int[] touched;
  private int[] items = {};
  private float[] weights = {};

  TransitionRow(
      TransitionCounter settings,
      StepWeights steps,
      ItemSequences sequences,
      ItemPositions index,
      TransitionSums sums) {
    this.settings = settings;
    this.steps = steps;
    this.sequences = sequences;
    this.index = index;
    this.sums = sums;
    this.counts = new double[sequences.itemCount()];
    this.touched = new int[sequences.itemCount()];
  }

  void count(int from) {
    int size = 0;
    double[] forward = steps.forward();
    double[] backward = steps.backward();
    for (int place = index.start(from); place < index.end(from); place++) {
      int position = index.position(place);
      int user = index.user(place);
      int following = Math.min(forward.length, sequences.end(user) - 1 - position);
      for (int k = 1; k <= following; k++) {
        size = add(sequences.item(position + k), forward[k - 1], from, size);
      }
      int preceding = Math.min(backward.length, position - sequences.start(user));
      for (int k = 1; k <= preceding; k++) {
        size = add(sequences.item(position - k), backward[k - 1], from, size);
      }
    }
    finish(from, size);
  }

  private int add(int to, double weight, int from, int size) {
    if (to == from && !settings.repeats()) {
      return size;
    }
    int grown = size;
    if (counts[to] == 0) {
      touched[grown++] = to;
    }
    counts[to] += weight;
    return grown;
  }

  private void finish(int from, int size) {
    Arrays.sort(touched, 0, size);
    float[] values = new float[size];
    for (int n = 0; n < size; n++) {
      int to = touched[n];
      values[n] = (float) (counts[to] * sums.rows()[from] * sums.columns()[to]);
      counts[to] = 0;
    }
    if (size <= settings.neighbours()) {
      items = Arrays.copyOf(touched, size);
      weights = values;
      return;
    }
    int[] places = Strongest.places(values, settings.neighbours());
    items = new int[places.length];
    weights = new float[places.length];
    for (int n = 0; n < places.length; n++) {
      items[n] = touched[places[n]];
      weights[n] = values[places[n]];
    }
  }

  int[] items() {
    return items;
  }

  float[] weights() {
    return weights;
  }
}
