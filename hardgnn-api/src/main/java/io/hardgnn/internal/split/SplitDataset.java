package io.hardgnn.internal.split;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.Vocabulary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dataset whose interactions are in parts for training, validation and test. */
public final class SplitDataset implements Dataset {

  private final Vocabulary users;
  private final Vocabulary items;
  private final SplitSequences parts;
  private final Origin origin;
  private final TrainingData training;
  private final HeldOut validation;
  private final HeldOut test;
  private final DatasetStatistics statistics;
  private volatile @Nullable String fingerprint;
  private volatile @Nullable SplitStatistics splitStatistics;

  /**
   * How a dataset came about.
   *
   * @param split title of the split
   * @param ordered whether there are times
   * @param steps what each step of the preparation left
   * @param usersWithoutHistory ids of the users whom the split left out
   */
  public record Origin(
      String split, boolean ordered, List<FilterStep> steps, List<String> usersWithoutHistory) {

    public Origin {
      steps = List.copyOf(steps);
      usersWithoutHistory = List.copyOf(usersWithoutHistory);
    }
  }

  public SplitDataset(Vocabulary users, Vocabulary items, SplitSequences parts, Origin origin) {
    this.users = users;
    this.items = items;
    this.parts = parts;
    this.origin = origin;
    this.training = new SequenceTrainingData(parts.training(), origin.ordered());
    long repeats = RepeatCount.of(parts.all());
    this.validation = HeldOutPart.validation(parts, repeats > 0, origin.ordered());
    this.test = HeldOutPart.test(parts, repeats > 0, origin.ordered());
    this.statistics = DatasetStatistics.of(parts.all(), repeats);
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
    return validation;
  }

  @Override
  public HeldOut test() {
    return test;
  }

  @Override
  public Sequences all() {
    return parts.all();
  }

  @Override
  public DatasetStatistics statistics() {
    return statistics;
  }

  @Override
  public Optional<SplitStatistics> splitStatistics() {
    SplitStatistics known = splitStatistics;
    if (known == null) {
      known = SplitCounts.of(parts, test, origin);
      splitStatistics = known;
    }
    return Optional.of(known);
  }

  @Override
  public List<FilterStep> filterSteps() {
    return origin.steps();
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = Fingerprint.of(users, items, parts);
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
        + parts.all().size()
        + " interactions]";
  }
}
