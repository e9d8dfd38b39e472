package io.hardgnn.benchmarks.accuracy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.Vocabulary;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A data set with repeats of which validation asks only for items that are new to a user: what is
 * chosen on it is chosen for a test in which a target that is in its history is a miss.
 */
public record NewTargets(Dataset whole) implements Dataset {

  @Override
  public Vocabulary users() {
    return whole.users();
  }

  @Override
  public Vocabulary items() {
    return whole.items();
  }

  @Override
  public TrainingData training() {
    return whole.training();
  }

  @Override
  public HeldOut validation() {
    return new OfNew(whole.validation());
  }

  @Override
  public HeldOut test() {
    return whole.test();
  }

  @Override
  public Sequences all() {
    return whole.all();
  }

  @Override
  public DatasetStatistics statistics() {
    return whole.statistics();
  }

  @Override
  public String fingerprint() {
    return whole.fingerprint();
  }

  /** Returns whether a user's target is in the history before it. */
  static boolean isRepeated(HeldOut heldOut, int user) {
    int target = heldOut.target(user);
    return IntStream.range(0, heldOut.historyLength(user))
        .anyMatch(position -> heldOut.historyItem(user, position) == target);
  }

  private record OfNew(HeldOut all) implements HeldOut {

    @Override
    public int userCount() {
      return all.userCount();
    }

    @Override
    public int itemCount() {
      return all.itemCount();
    }

    @Override
    public int target(int user) {
      return isRepeated(all, user) ? -1 : all.target(user);
    }

    @Override
    public int historyLength(int user) {
      return all.historyLength(user);
    }

    @Override
    public int historyItem(int user, int position) {
      return all.historyItem(user, position);
    }

    @Override
    public OptionalLong historyTimestamp(int user, int position) {
      return all.historyTimestamp(user, position);
    }
  }
}
