package io.hardgnn.internal.split;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Training data made of the first interactions of each user. Sequences of their own are made when
 * they are first asked for.
 */
public final class SequenceTrainingData implements TrainingData {

  private final Prefixes prefixes;
  private final boolean ordered;
  private @Nullable Sequences sequences; // guarded by this

  public SequenceTrainingData(Prefixes prefixes, boolean ordered) {
    this.prefixes = prefixes;
    this.ordered = ordered;
  }

  @Override
  public int userCount() {
    return prefixes.userCount();
  }

  @Override
  public int itemCount() {
    return prefixes.itemCount();
  }

  @Override
  public boolean isOrdered() {
    return ordered;
  }

  @Override
  public synchronized Sequences sequences() {
    Sequences known = sequences;
    if (known == null) {
      known = prefixes.copy();
      sequences = known;
    }
    return known;
  }

  @Override
  public List<IntervalGraph> intervalGraphs(int count, IntervalScheme scheme) {
    return IntervalGraphs.build(prefixes, IntervalCuts.of(prefixes, count, scheme));
  }
}
