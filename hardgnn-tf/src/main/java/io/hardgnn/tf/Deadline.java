package io.hardgnn.tf;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says whether there is time for one more epoch, by the longest so far, and whether it is over. Not
 * thread-safe.
 */
final class Deadline {

  private final long start = System.nanoTime();
  private final @Nullable Duration budget;
  private long longest;
  private long lastEnd = start;
  private boolean begun;

  /**
   * Starts the clock.
   *
   * @param budget null for no limit
   */
  Deadline(@Nullable Duration budget) {
    this.budget = budget;
  }

  /**
   * Notes that an epoch ended, with all that belongs to it.
   *
   * @param onceSeconds what of its time no later one takes
   */
  void epochEnded(double onceSeconds) {
    long now = System.nanoTime();
    longest = Math.max(longest, now - lastEnd - (long) (onceSeconds * 1e9));
    lastEnd = now;
    begun = true;
  }

  /**
   * Notes that the first epoch of this run begins.
   *
   * @param longestSeconds how long the longest took that the run goes on from, 0 if there was none
   */
  void epochsBegin(double longestSeconds) {
    lastEnd = System.nanoTime();
    longest = (long) (longestSeconds * 1e9);
    begun = longestSeconds > 0;
  }

  /**
   * Returns whether an epoch as long as the longest would end in time; always before the first one
   * that there is.
   */
  boolean allowsAnother() {
    return budget == null || !begun || lastEnd - start + longest <= nanos(budget);
  }

  /** Returns whether the time is over. */
  boolean isOver() {
    return budget != null && System.nanoTime() - start >= nanos(budget);
  }

  /**
   * Returns whether the time is over and the epoch under way takes twice as long as the longest
   * before it, which was not to be foreseen.
   */
  boolean isOverrun() {
    return isOver() && System.nanoTime() - lastEnd >= 2 * longest;
  }

  /** Returns what is left of the budget, at least zero; there must be one. */
  Duration left() {
    Duration all = Objects.requireNonNull(budget, "budget");
    Duration left = all.minusNanos(System.nanoTime() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns the budget in minutes, infinite if there is none. */
  double minutes() {
    return budget == null ? Double.POSITIVE_INFINITY : nanos(budget) / 60e9;
  }

  /** Returns a time in nanoseconds, the most that there are where they are too many. */
  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time);
  }
}
