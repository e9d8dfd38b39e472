package io.hardgnn.examples.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a few compute at a time and some wait, for what no recommender limits. Thread-safe. */
final class Turns {

  /** A turn did not come in time, or too many wait for theirs. */
  static final class NoTurnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTurnException(String message) {
      super(message);
    }
  }

  private final Semaphore turns;
  private final int mostWaiting;
  private final Duration longest;

  /**
   * Creates turns.
   *
   * @param concurrent how many are taken at a time
   * @param mostWaiting about how many may wait
   * @param longest how long one waits for its turn
   */
  Turns(int concurrent, int mostWaiting, Duration longest) {
    this.turns = new Semaphore(concurrent, true);
    this.mostWaiting = mostWaiting;
    this.longest = longest;
  }

  /** Returns about how many wait for their turn. */
  int waiting() {
    return turns.getQueueLength();
  }

  /**
   * Computes when its turn comes.
   *
   * @throws NoTurnException at once if as many wait as may, or later if the turn does not come in
   *     time or the thread is interrupted meanwhile, which it stays
   */
  <T> T take(Supplier<T> computation) {
    try {
      if (turns.availablePermits() == 0 && waiting() >= mostWaiting) {
        throw new NoTurnException(mostWaiting + " requests wait already; ask again later");
      }
      if (!turns.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new NoTurnException(
            "the request's turn did not come within "
                + longest.toMillis()
                + " ms; ask again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoTurnException("the request's thread was interrupted while it waited");
    }
    try {
      return computation.get();
    } finally {
      turns.release();
    }
  }
}
