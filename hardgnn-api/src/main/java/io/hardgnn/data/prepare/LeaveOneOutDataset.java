package io.hardgnn.data.prepare;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset that holds out each user's last two interactions, or nothing. */
final class LeaveOneOutDataset implements Dataset {

  /** A user needs one interaction for training beside the two held out. */
  private static final int SHORTEST_SPLIT = 3;

  private final Vocabulary users;
  private final Vocabulary items;
  private final Sequences all;
  private final boolean holdOut;
  private final TrainingData training;
  private final DatasetStatistics statistics;
  private final List<FilterStep> steps;
  private volatile @Nullable String fingerprint;

  LeaveOneOutDataset(
      Vocabulary users, Vocabulary items, Sequences all, boolean holdOut, List<FilterStep> steps) {
    this.users = users;
    this.items = items;
    this.all = all;
    this.holdOut = holdOut;
    this.training = new SequenceTrainingData(Prefixes.of(all, this::trained));
    this.statistics = DatasetStatistics.of(all, Repeats.count(all));
    this.steps = List.copyOf(steps);
  }

  private boolean isSplit(int user) {
    return holdOut && all.length(user) >= SHORTEST_SPLIT;
  }

  /** Returns how many of a user's interactions, from the oldest on, are for training. */
  private int trained(int user) {
    return isSplit(user) ? all.length(user) - 2 : all.length(user);
  }

  @Override
  public Vocabulary users() {
    return users;
  }

  @Override
  public Vocabulary items() {
    return items;
  }

  @Override
  public TrainingData training() {
    return training;
  }

  @Override
  public HeldOut validation() {
    return new Part(2);
  }

  @Override
  public HeldOut test() {
    return new Part(1);
  }

  @Override
  public Sequences all() {
    return all;
  }

  @Override
  public DatasetStatistics statistics() {
    return statistics;
  }

  @Override
  public List<FilterStep> filterSteps() {
    return steps;
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = Fingerprint.of(users, items, all, this::trained);
      fingerprint = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "Dataset["
        + users.size()
        + " users, "
        + items.size()
        + " items, "
        + all.size()
        + " interactions]";
  }

  /** One held-out position, counted from a sequence's end. */
  private final class Part implements HeldOut {

    private final int fromEnd;

    Part(int fromEnd) {
      this.fromEnd = fromEnd;
    }

    @Override
    public int userCount() {
      return users.size();
    }

    @Override
    public int itemCount() {
      return items.size();
    }

    @Override
    public int target(int user) {
      return isSplit(user) ? all.item(all.end(user) - fromEnd) : -1;
    }

    @Override
    public int historyLength(int user) {
      return isSplit(user) ? all.length(user) - fromEnd : all.length(user);
    }

    @Override
    public int historyItem(int user, int position) {
      int length = historyLength(user);
      if (position < 0 || position >= length) {
        throw new IndexOutOfBoundsException(
            "position "
                + position
                + " is not in the history of user "
                + user
                + ", 0 .. "
                + (length - 1));
      }
      return all.item(all.start(user) + position);
    }
  }
}
