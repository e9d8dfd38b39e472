package io.hardgnn.data;

import java.util.List;

/** Training data made of sequences. */
record SequenceTrainingData(Sequences sequences) implements TrainingData {

  @Override
  public int userCount() {
    return sequences.userCount();
  }

  @Override
  public int itemCount() {
    return sequences.itemCount();
  }

  @Override
  public List<IntervalGraph> intervalGraphs(int count, IntervalScheme scheme) {
    return IntervalGraphs.build(sequences, IntervalCuts.of(sequences, count, scheme));
  }
}
