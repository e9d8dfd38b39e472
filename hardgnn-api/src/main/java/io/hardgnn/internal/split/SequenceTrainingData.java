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
  private volatile @Nullable Sequences sequences;

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

  /** {@inheritDoc} Threads that ask for the first time at once may each make a copy. */
  @Override
  public Sequences sequences() {
    Sequences known = sequences;
    if (known == null) {
      // Without a lock: the copy waits for tasks of a pool whose threads may be asking too.
      Sequences copy = prefixes.copy();
      synchronized (this) {
        known = sequences == null ? copy : sequences;
        sequences = known;
      }
    }
    return known;
  }

  @Override
  public List<IntervalGraph> intervalGraphs(int count, IntervalScheme scheme) {
    return IntervalGraphs.build(prefixes, IntervalCuts.of(prefixes, count, scheme));
  }
}
