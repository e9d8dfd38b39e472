package io.hardgnn.onnx.serving;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets requests through until it is closed, which waits for those inside. Requests never wait,
 * neither for each other nor for a closer; a request that starts another one, in a test of its
 * filter for instance, may do so to its end.
 *
 * <p>Thread-safe.
 */
public final class RequestGate {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Answers a request, all of it before the gate is closed.
   *
   * @throws IllegalStateException if the gate is closed, or somebody waits to close it
   */
  public <T> T pass(Supplier<T> request) {
    Lock inside = lock.readLock();
    // Unlike lock(), this overtakes a closer that waits. It fails only against one that is at work.
    if (!inside.tryLock()) {
      throw isClosed();
    }
    try {
      check(1);
      return request.get();
    } finally {
      inside.unlock();
    }
  }

  /**
   * Checks that the gate is open for a request that needs nothing but memory which stays valid.
   *
   * @throws IllegalStateException as {@link #pass}
   */
  public void check() {
    check(0);
  }

  private void check(int ownHolds) {
    if (closed && lock.getReadHoldCount() == ownHolds) {
      throw isClosed();
    }
  }

  /**
   * Refuses requests from now on, waits for those inside and then runs an action, which may run in
   * several calls, one by one.
   *
   * @throws IllegalStateException if a request calls it, which would wait for itself
   */
  public void close(Runnable action) {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a request cannot close the recommender that answers it");
    }
    closed = true;
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      action.run();
    } finally {
      alone.unlock();
    }
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the recommender is closed");
  }
}
