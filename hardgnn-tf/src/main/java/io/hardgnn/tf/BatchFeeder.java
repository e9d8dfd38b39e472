package io.hardgnn.tf;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.engine.TrainingException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds the batches of an epoch ahead of the steps, on a thread of its own.
 *
 * <p>{@link #next} hands them over in order and adds up the time it had to wait. {@link #close}
 * returns when the thread has ended.
 */
final class BatchFeeder implements AutoCloseable {

  private static final int AHEAD = 4;

  /** Either a batch or what went wrong while building it. */
  private sealed interface Item {}

  private record Built(Batch batch) implements Item {}

  private record Failed(Throwable failure) implements Item {}

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private volatile boolean closed;
  private long waitedNanos;

  BatchFeeder(BatchSource source, int epoch, List<int[]> plan) {
    thread = new Thread(() -> build(source, epoch, plan), "hardgnn-batches");
    thread.setDaemon(true);
    thread.start();
  }

  private void build(BatchSource source, int epoch, List<int[]> plan) {
    try {
      for (int step = 0; step < plan.size() && !closed; step++) {
        queue.put(new Built(source.batch(epoch, step, plan.get(step))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) { // handed to the training thread, which rethrows it
      if (!closed) {
        offerFailure(e);
      }
    }
  }

  private void offerFailure(Throwable failure) {
    try {
      queue.put(new Failed(failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the next batch.
   *
   * @throws TrainingException if building it failed, with the failure as its cause, or the thread
   *     was interrupted before it got one
   */
  Batch next() {
    long start = System.nanoTime();
    try {
      if (Thread.interrupted()) { // polling what is ready does not look
        throw new InterruptedException();
      }
      @Nullable Item item = queue.poll();
      while (item == null) {
        item = queue.poll(100, TimeUnit.MILLISECONDS);
        if (item == null && !thread.isAlive() && queue.isEmpty()) {
          throw new TrainingException("the thread that builds batches has ended early");
        }
      }
      if (item instanceof Failed failed) {
        throw new TrainingException(
            "building a batch failed: " + failed.failure(), failed.failure());
      }
      return ((Built) item).batch();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("training was interrupted", e);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** Returns how long {@link #next} has waited so far. */
  double waitedSeconds() {
    return waitedNanos / 1e9;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) { // for the length of one batch at most
      queue.clear(); // somebody else's code may have taken the interrupt
      try {
        thread.join(50);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
