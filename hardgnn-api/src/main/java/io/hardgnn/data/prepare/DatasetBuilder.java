package io.hardgnn.data.prepare;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.events.InteractionLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link Dataset} of raw interactions: filters, order in time, and a chronological
 * leave-one-out split.
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
 *   <li>each user's last interaction is held out for test and the second last for validation. A
 *   user with fewer than three interactions has no held-out target: all of them are for training.
 * </ol>
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
  private @Nullable Long tieSeed;

  private DatasetBuilder(InteractionLog log) {
    this.log = Objects.requireNonNull(log, "log");
  }

  /** Returns a builder with default settings over a log. */
  public static DatasetBuilder of(InteractionLog log) {
    return new DatasetBuilder(log);
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
   * Sets how many interactions a user needs, 5 by default; 1 keeps every user.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public DatasetBuilder minUserInteractions(int count) {
    this.minUserInteractions = atLeastOne("minUserInteractions", count);
    return this;
  }

  /**
   * Sets how many interactions an item needs, 5 by default; 1 keeps every item.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public DatasetBuilder minItemInteractions(int count) {
    this.minItemInteractions = atLeastOne("minItemInteractions", count);
    return this;
  }

  /**
   * Sets how long a user's sequence must be, 3 by default, so that training, validation and test
   * have one each. With 1 or 2, shorter sequences are used for training alone.
   *
   * @return this builder
   * @throws IllegalArgumentException if {@code length} is less than 1
   */
  public DatasetBuilder minSequenceLength(int length) {
    this.minSequenceLength = atLeastOne("minSequenceLength", length);
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
   * Sets whether the last two interactions of each user are held out, {@code true} by default. With
   * {@code false}, for a model in production, everything is for training and no user has a
   * validation or test target.
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
   * @throws IllegalArgumentException if {@code from} is not before {@code to}
   * @throws EmptyDatasetException if no interaction is left; the message says which filter dropped
   *     how many
   */
  public Dataset build() {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the time window is empty: from " + from + " must be before to " + to);
    }
    List<FilterStep> steps = new ArrayList<>();
    steps.add(
        new FilterStep(
            "read",
            log.users().size(),
            log.items().size(),
            log.size(),
            log.report().skippedRows()));
    SortedRows rows = Chronology.order(log, millisAtOrAfter(from), millisAtOrAfter(to));
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
      throw empty(steps);
    }
    Dataset dataset = Compaction.of(log, remaining).toDataset(holdOut, steps);
    if (tieSeed == null) {
      Ties.warn(log.report().source(), dataset.statistics());
    }
    if (LOG.isDebugEnabled()) {
      LOG.debug("dataset built:\n{}", FilterStep.toTable(steps));
    }
    return dataset;
  }

  private static int atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, got " + value);
    }
    return value;
  }

  /**
   * Rounds up, so that a bound between two milliseconds keeps its meaning; clamps to the range of a
   * log.
   */
  private static long millisAtOrAfter(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    if (time.getEpochSecond() > InteractionLog.MAX_TIME / 1000) {
      return InteractionLog.MAX_TIME + 1;
    }
    return time.getEpochSecond() * 1000 + (time.getNano() + 999_999) / 1_000_000;
  }

  private String windowText() {
    boolean open = from.equals(Instant.EPOCH) && millisAtOrAfter(to) > InteractionLog.MAX_TIME;
    return open ? "(all times)" : "[" + from + ", " + to + ")";
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

  private EmptyDatasetException empty(List<FilterStep> steps) {
    StringBuilder message = new StringBuilder("no interaction is left of ");
    message.append(log.report().source()).append(": ").append(log.size()).append(" read");
    for (FilterStep step : steps.subList(1, steps.size())) {
      message.append("; ").append(step.name()).append(" dropped ").append(step.dropped());
    }
    message.append(
        ". Lower minUserInteractions, minItemInteractions or minSequenceLength, or widen the window.");
    log.report()
        .warnings()
        .forEach(warning -> message.append(" Note: ").append(warning).append('.'));
    return new EmptyDatasetException(message.toString(), steps);
  }
}
