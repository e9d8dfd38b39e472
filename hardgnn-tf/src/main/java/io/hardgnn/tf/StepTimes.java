package io.hardgnn.tf;

import java.util.List;

/**
 * How long training steps took.
 *
 * @param steps the steps in their order
 */
public record StepTimes(List<Step> steps) {

  /**
   * One step.
   *
   * @param sequences sequences of its batch: users, or pieces of long histories, or interactions
   *     where each is predicted by itself
   * @param targets items that were to be predicted
   * @param waitMillis time until its batch was there
   * @param stepMillis time of the step itself, the batch's way into native memory included
   * @param newTable whether the table that proposes hard negatives was made anew in that time
   */
  public record Step(
      int sequences, int targets, double waitMillis, double stepMillis, boolean newTable) {}

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no step
   */
  public StepTimes {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("no step was timed");
    }
  }

  /**
   * Returns the time that half of the steps did not exceed, in milliseconds, without the wait for
   * the batch.
   */
  public double medianMillis() {
    double[] sorted = steps.stream().mapToDouble(Step::stepMillis).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  /** Returns the time of the fastest step in milliseconds, without the wait for the batch. */
  public double bestMillis() {
    return steps.stream().mapToDouble(Step::stepMillis).min().orElseThrow();
  }

  /** Returns the sequences trained in a second, waits included. */
  public double sequencesPerSecond() {
    return 1e3 * steps.stream().mapToInt(Step::sequences).sum() / totalMillis();
  }

  /** Returns the share of the time that was spent waiting for batches, 0 to 1. */
  public double waitShare() {
    return steps.stream().mapToDouble(Step::waitMillis).sum() / totalMillis();
  }

  private double totalMillis() {
    return steps.stream().mapToDouble(step -> step.waitMillis() + step.stepMillis()).sum();
  }
}
