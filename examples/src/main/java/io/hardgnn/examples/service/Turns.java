package io.hardgnn.examples.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a few compute at a time, for what no recommender limits. Thread-safe. */
final class Turns {

  /** A turn did not come in time. */
  static final class NoTurnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTurnException(String message) {
      super(message);
    }
  }

  private final Semaphore turns;
  private final Duration longest;

  /**
   * Creates turns.
   *
   * @param concurrent how many are taken at a time
   * @param longest how long one waits for its turn
   */
  Turns(int concurrent, Duration longest) {
    this.turns = new Semaphore(concurrent, true);
    this.longest = longest;
  }

  /**
   * Computes when its turn comes.
   *
   * @throws NoTurnException if that is not in time, or the thread is interrupted meanwhile, which
   *     it stays
   */
  <T> T take(Supplier<T> computation) {
    try {
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
