package io.hardgnn.data.prepare;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.internal.split.SplitDataset;
import io.hardgnn.internal.split.SplitSequences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link Dataset} of raw interactions: filters, order in time, and a split, which is
 * leave-one-out unless {@link #split} or {@link #ofParts} says otherwise.
 *
 * <pre>{@code
 * Dataset dataset =
 *     DatasetBuilder.of(InteractionLog.read(Path.of("events.csv")))
 *         .minUserInteractions(5)
 *         .minItemInteractions(5)
 *         .build();
 * }</pre>
 *
 * <p>The steps, in this order:
 *
 * <ol>
 *   <li>the time window, {@link #from} inclusive to {@link #to} exclusive;
 *   <li>each user's interactions in the order of time; interactions of equal time keep the order of
 *   the log's rows, unless {@link #shuffleTies} says otherwise;
 *   <li>the {@linkplain #repeats rule for repeated (user, item) pairs};
 *   <li>the k-core to its fixed point: users with fewer interactions than
 *   {@link #minUserInteractions} or than {@link #minSequenceLength}, and items with fewer than
 *   {@link #minItemInteractions}, are taken away until none is left;
 *   <li>dense indices for the users and items that remain, in the order of their first appearance
 *   in the log;
 *   <li>the {@linkplain Split split}. By default each user's last interaction is held out for test
 *   and the second last for validation; a user with fewer than three interactions has no held-out
 *   target: all of them are for training.
 * </ol>
 *
 * <p>A log {@linkplain InteractionLog#hasTimes without times} needs a split that asks for no order:
 * at random, given parts, or nothing held out. A user's sequence then has the order of the rows.
 *
 * <p>Not thread-safe; may be used for several datasets.
 */
public final class DatasetBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(DatasetBuilder.class);

  private final InteractionLog log;
  private RepeatRule repeats = RepeatRule.KEEP_FIRST;
  private int minUserInteractions = 5;
  private int minItemInteractions = 5;
  private int minSequenceLength = 3;
  private Instant from = Instant.EPOCH;
  private Instant to = Instant.ofEpochMilli(InteractionLog.MAX_TIME + 1);
  private boolean holdOut = true;
  private Split split = Split.leaveOneOut();
  private boolean keepUsersWithoutHistory;
  private final @Nullable GivenRows given;
  private @Nullable Long tieSeed;

  /** How many rows of a log, from the first on, are for training, and then for validation. */
  private record GivenRows(int training, int validation) {}

  private DatasetBuilder(InteractionLog log, @Nullable GivenRows given) {
    this.log = log;
    this.given = given;
  }

  /** Returns a builder with default settings over a log. */
  public static DatasetBuilder of(InteractionLog log) {
    return new DatasetBuilder(Objects.requireNonNull(log, "log"), null);
  }

  /**
   * Returns a builder over a split that was made elsewhere, in two files. It takes them as they
   * are: no interaction is filtered unless a setting says so, repeated ones stay. There is no
   * validation.
   *
   * @param training read from one file
   * @param test read from another
   * @throws IllegalArgumentException if one has times and the other does not
   */
  public static DatasetBuilder ofParts(InteractionLog training, InteractionLog test) {
    return ofParts(training, InteractionLog.builder().build(), test);
  }

  /**
   * Returns a builder over a split that was made elsewhere, in three files.
   *
   * @param training read from one file
   * @param validation read from another; if it is empty there is no validation
   * @param test read from a third
   * @throws IllegalArgumentException if some have times and others do not
   */
  public static DatasetBuilder ofParts(
      InteractionLog training, InteractionLog validation, InteractionLog test) {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    InteractionLog log =
        InteractionLog.concat(
            validation.size() == 0 ? List.of(training, test) : List.of(training, validation, test));
    return new DatasetBuilder(log, new GivenRows(training.size(), validation.size()))
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1)
        .repeats(RepeatRule.KEEP_ALL);
  }

  /**
   * Sets what becomes of several interactions of one user with one item;
   * {@link RepeatRule#KEEP_FIRST} by default.
   *
   * @return this builder
   */
  public DatasetBuilder repeats(RepeatRule rule) {
    this.repeats = Objects.requireNonNull(rule, "repeats");
    return this;
  }

  /**
   * Sets how many interactions a user needs, 5 by default. A user needs
   * {@linkplain #minSequenceLength minSequenceLength} at least: with 1 for both every user stays.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public DatasetBuilder minUserInteractions(int count) {
    this.minUserInteractions = Ranges.atLeastOne("minUserInteractions", count);
    return this;
  }

  /**
   * Sets how many interactions an item needs, 5 by default; those of users who are left out do not
   * count. With 1 an item goes only with the last of its users.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public DatasetBuilder minItemInteractions(int count) {
    this.minItemInteractions = Ranges.atLeastOne("minItemInteractions", count);
    return this;
  }

  /**
   * Sets how many interactions a user needs beside {@link #minUserInteractions}, of which the
   * larger counts; 3 by default, so that training, validation and test have one each. With 1 or 2,
   * sequences that are too short to be parted are used for training alone.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code length} is less than 1
   */
  public DatasetBuilder minSequenceLength(int length) {
    this.minSequenceLength = Ranges.atLeastOne("minSequenceLength", length);
    return this;
  }

  /**
   * Leaves out interactions before a time; by default none.
   *
   * @return this builder
   */
  public DatasetBuilder from(Instant inclusive) {
    this.from = Objects.requireNonNull(inclusive, "from");
    return this;
  }

  /**
   * Leaves out interactions at or after a time; by default none.
   *
   * @return this builder
   */
  public DatasetBuilder to(Instant exclusive) {
    this.to = Objects.requireNonNull(exclusive, "to");
    return this;
  }

  /**
   * Sets how interactions are split for training, validation and test; leave-one-out by default.
   *
   * @return this builder
   * @throws IllegalStateException if the parts are given
   */
  public DatasetBuilder split(Split split) {
    if (given != null) {
      throw new IllegalStateException(
          "the parts are given by ofParts(...); for another split use of(log)");
    }
    this.split = Objects.requireNonNull(split, "split");
    return this;
  }

  /**
   * Sets whether users stay for whom the split leaves no training interaction; {@code false} by
   * default. Kept, they have targets and an empty history: no model knows anything of them, but
   * some published figures are means over them too.
   *
   * @return this builder
   */
  public DatasetBuilder keepUsersWithoutHistory(boolean keep) {
    this.keepUsersWithoutHistory = keep;
    return this;
  }

  /**
   * Sets whether interactions are held out for validation and test, {@code true} by default. With
   * {@code false}, for a model in production, everything is for training and no user has a
   * validation or test target, whatever the split.
   *
   * @return this builder
   */
  public DatasetBuilder holdOut(boolean holdOut) {
    this.holdOut = holdOut;
    return this;
  }

  /**
   * Shuffles each user's interactions of equal time; by default they keep the order of the log's
   * rows. Where times are days and rows are sorted by item, that order tells the model of the log,
   * not of the user.
   *
   * @param seed decides the order, together with the log and the window
   * @return this builder
   */
  public DatasetBuilder shuffleTies(long seed) {
    this.tieSeed = seed;
    return this;
  }

  /**
   * Builds the dataset.
   *
   * @throws IllegalArgumentException if {@code from} is not before {@code to}, or ties are to be
   *     shuffled where there are no times or the parts are given
   * @throws EmptyDatasetException if no interaction is left; the message says which filter dropped
   *     how many
   * @throws SplitException if the split or the window needs times and there are none, or the split
   *     leaves nothing for training or no user a target in a part that was asked for; where
   *     leave-one-out leaves no target, because all users have few interactions, the log warns
   */
  public Dataset build() {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the time window is empty: from " + from + " must be before to " + to);
    }
    Splitting splitting = splitting();
    if (tieSeed != null && (given != null || !log.hasTimes())) {
      throw new IllegalArgumentException(
          "shuffleTies(seed) shuffles interactions at the same time, but "
              + (given == null
                  ? "there are no times"
                  : "the parts of the split are given, and ties between them must stay apart")
              + "; leave it out");
    }
    if (!log.hasTimes() && (splitting.needsTimes() || !windowIsOpen())) {
      throw withoutTimes(splitting);
    }
    List<FilterStep> steps = new ArrayList<>();
    steps.add(
        new FilterStep(
            "read",
            log.users().size(),
            log.items().size(),
            log.size(),
            log.report().skippedRows()));
    SortedRows rows =
        splitting.order(log, TimeBounds.millisAtOrAfter(from), TimeBounds.millisAtOrAfter(to));
    if (tieSeed != null) {
      Ties.shuffle(rows, tieSeed);
    }
    Remaining remaining = new Remaining(rows);
    record(steps, "window " + windowText(), remaining);
    Repeats.apply(remaining, repeats);
    record(steps, "repeats " + repeats, remaining);
    int minUser = Math.max(minUserInteractions, minSequenceLength);
    KCore.apply(remaining, minUser, minItemInteractions);
    record(
        steps,
        "k-core (users >= " + minUser + ", items >= " + minItemInteractions + ")",
        remaining);
    if (remaining.size() == 0) {
      throw EmptyDatasetException.nothingLeft(
          log.report().source(), steps, log.report().warnings());
    }
    Dataset dataset = split(splitting, remaining, steps);
    if (log.hasTimes() && tieSeed == null && given == null) {
      Ties.warn(log.report().source(), dataset.statistics());
    }
    warnOfLosses(steps);
    if (dataset.statistics().repeatedPairs() > 0) {
      dataset.splitStatistics().ifPresent(this::warnOfKnownTargets);
    }
    if (LOG.isDebugEnabled()) {
      LOG.debug("dataset built:\n{}", FilterStep.toTable(steps));
    }
    return dataset;
  }

  /** Warns of each filter that dropped more than it left. */
  private void warnOfLosses(List<FilterStep> steps) {
    for (FilterStep step : steps.subList(1, steps.size())) {
      if (step.dropped() > step.interactions()) {
        LOG.warn(
            "{}: the step '{}' dropped {} interactions and left {}; filterSteps() tells what each"
                + " step did",
            log.report().source(),
            step.name(),
            step.dropped(),
            step.interactions());
      }
    }
  }

  private void warnOfKnownTargets(SplitStatistics split) {
    if (split.knownTargets() > 0) {
      LOG.warn(
          "{}: {} test targets are in their user's history already; they are ranked among the items"
              + " that the user does not know, and recommended only where a filter is"
              + " includingKnown()",
          log.report().source(),
          split.knownTargets());
    }
  }

  private Splitting splitting() {
    if (!holdOut) {
      return Splitting.nothing();
    }
    return given == null
        ? Splitting.of(split)
        : new GivenSplitting(given.training(), given.validation());
  }

  private Dataset split(Splitting splitting, Remaining remaining, List<FilterStep> steps) {
    int interactions = remaining.size();
    List<String> without =
        Arrays.stream(splitting.withoutTraining(remaining, keepUsersWithoutHistory))
            .mapToObj(log.users()::id)
            .toList();
    if (splitting.mayLackTraining() && !keepUsersWithoutHistory) {
      record(steps, "users with training (" + splitting.title() + ")", remaining);
    }
    Compaction kept = Compaction.of(log, remaining);
    SplitSequences parts = splitting.cut(kept.users(), kept.sequences());
    if (parts.training().size() == 0) {
      throw SplitException.noTraining(splitting.title(), log.report().source(), interactions);
    }
    SplitDataset dataset =
        new SplitDataset(
            kept.users(),
            kept.items(),
            parts,
            new SplitDataset.Origin(splitting.title(), log.hasTimes(), steps, without));
    if (splitting.wantsValidation()) {
      requireTargets(dataset, dataset.validation(), "validation", without);
    }
    if (splitting.wantsTest()) {
      requireTargets(dataset, dataset.test(), "test", without);
    }
    return dataset;
  }

  private void requireTargets(Dataset dataset, HeldOut part, String name, List<String> without) {
    if (part.hasTargets()) {
      return;
    }
    DatasetStatistics statistics = dataset.statistics();
    throw SplitException.noTargets(
        name,
        dataset.splitStatistics().orElseThrow(),
        log.report().source(),
        without.size(),
        log.hasTimes() ? statistics.begin() + " to " + statistics.end() : "");
  }

  private SplitException withoutTimes(Splitting splitting) {
    return new SplitException(
        log.report().source()
            + " was read without times, which "
            + (splitting.needsTimes()
                ? "the split '"
                    + splitting.title()
                    + "' needs; use split(Split.randomShare(...)), ofParts(...) or holdOut(false)"
                : "a window needs; leave out from(...) and to(...)"));
  }

  private String windowText() {
    return windowIsOpen() ? "(all times)" : "[" + from + ", " + to + ")";
  }

  private boolean windowIsOpen() {
    return TimeBounds.millisAtOrAfter(from) == 0
        && TimeBounds.millisAtOrAfter(to) > InteractionLog.MAX_TIME;
  }

  private static void record(List<FilterStep> steps, String name, Remaining left) {
    FilterStep before = steps.get(steps.size() - 1);
    steps.add(
        new FilterStep(
            name,
            positive(left.userCounts()),
            positive(left.itemCounts()),
            left.size(),
            before.interactions() - left.size()));
  }

  private static int positive(int[] counts) {
    int positive = 0;
    for (int count : counts) {
      positive += count > 0 ? 1 : 0;
    }
    return positive;
  }
}
