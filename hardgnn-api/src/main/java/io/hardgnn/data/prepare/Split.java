package io.hardgnn.data.prepare;

import io.hardgnn.internal.checks.Ranges;
import java.time.Instant;
import java.util.Objects;

/**
 * How a dataset's interactions are split for training, validation and test. A split that the user
 * has made is given by {@link DatasetBuilder#ofParts}. Immutable.
 *
 * <pre>{@code
 * Dataset dataset = DatasetBuilder.of(log).split(Split.lastShare(0.1, 0.1)).build();
 * System.out.println(dataset.splitStatistics().orElseThrow());
 * }</pre>
 *
 * <p>A user without a training interaction has no history and is left out with all interactions;
 * the statistics count and name these users.
 */
public sealed interface Split {

  /** Returns what tables and messages call it, with its settings. */
  String title();

  /**
   * Returns the default: each user's last interaction is for test, the second last for validation,
   * if the user has three or more. What other users do later than a test item is trained on;
   * {@link io.hardgnn.data.SplitStatistics#laterTraining} tells how much that is.
   */
  static Split leaveOneOut() {
    return new LeaveOneOut();
  }

  /**
   * Returns a split of everybody's interactions at two moments: what is before the first is for
   * training, what is at or after the second for test, what is between them for validation. Nothing
   * that training sees is later than a target.
   *
   * @param validationFrom the first time of validation
   * @param testFrom the first time of test; the same leaves validation empty
   * @throws IllegalArgumentException if {@code testFrom} is before {@code validationFrom}
   */
  static Split byTime(Instant validationFrom, Instant testFrom) {
    return new ByTime(validationFrom, testFrom);
  }

  /**
   * Returns a split by time at the moments from which on there are given shares of all
   * interactions. Interactions of the same instant are never parted: a run of them goes whole to
   * the side that leaves the share nearer to what was asked.
   *
   * @param validation share of the interactions for validation, 0 to less than 1
   * @param test share of the interactions, the last ones, for test, 0 to less than 1
   * @throws IllegalArgumentException if a share is out of range or they leave nothing for training
   */
  static Split lastShare(double validation, double test) {
    return new LastShare(validation, test);
  }

  /**
   * Returns a split at random of each user's interactions, as it is usual for models without
   * sequences. A user of {@code n} interactions has {@code test * n} of them, rounded, in test and
   * {@code validation * n} in validation, and always one or more in training. Which ones is a
   * function of the seed, the user's id and {@code n}, the same on every platform.
   *
   * <p>Training then holds what the user did after a target, too. Do not judge a model of sequences
   * by it.
   *
   * @param validation share for validation, 0 to less than 1
   * @param test share for test, 0 to less than 1
   * @param seed chooses the interactions
   * @throws IllegalArgumentException if a share is out of range or they leave nothing for training
   */
  static Split randomShare(double validation, double test, long seed) {
    return new RandomShare(validation, test, seed);
  }

  /** Each user's last interaction for test, the second last for validation. */
  record LeaveOneOut() implements Split {
    @Override
    public String title() {
      return "leave-one-out";
    }
  }

  /**
   * Two moments for everybody.
   *
   * @param validationFrom the first time of validation
   * @param testFrom the first time of test
   */
  record ByTime(Instant validationFrom, Instant testFrom) implements Split {
    /** @throws IllegalArgumentException if {@code testFrom} is before {@code validationFrom} */
    public ByTime {
      Objects.requireNonNull(validationFrom, "validationFrom");
      Objects.requireNonNull(testFrom, "testFrom");
      if (testFrom.isBefore(validationFrom)) {
        throw new IllegalArgumentException(
            "testFrom must not be before validationFrom, " + validationFrom + ", got " + testFrom);
      }
    }

    @Override
    public String title() {
      return "by time, validation from " + validationFrom + ", test from " + testFrom;
    }
  }

  /**
   * The last shares of all interactions.
   *
   * @param validation share for validation, 0 to less than 1
   * @param test share for test, 0 to less than 1
   */
  record LastShare(double validation, double test) implements Split {
    /** @throws IllegalArgumentException if a share is out of range or nothing is left to train */
    public LastShare {
      Ranges.shares(validation, test);
    }

    @Override
    public String title() {
      return "by time, the last " + test + " for test, " + validation + " before for validation";
    }
  }

  /**
   * Random shares of each user's interactions.
   *
   * @param validation share for validation, 0 to less than 1
   * @param test share for test, 0 to less than 1
   * @param seed chooses the interactions
   */
  record RandomShare(double validation, double test, long seed) implements Split {
    /** @throws IllegalArgumentException if a share is out of range or nothing is left to train */
    public RandomShare {
      Ranges.shares(validation, test);
    }

    @Override
    public String title() {
      return "at random for each user, "
          + test
          + " for test, "
          + validation
          + " for validation, seed "
          + seed;
    }
  }
}
