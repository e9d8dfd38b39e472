package io.hardgnn.tf.session;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps the process from ending while TensorFlow computes.
 *
 * <p>A process that ends (by SIGTERM, say) unloads TensorFlow while TensorFlow's own threads still
 * compute, which ends in a crash of the JVM in place of the exit code that was meant. So the end of
 * the process waits, for {@value #SECONDS} seconds at most, for what is being computed, and nothing
 * is begun after it. Thread-safe.
 */
public final class ProcessEnd {

  private static final int SECONDS = 60;

  private static final Semaphore COMPUTING = new Semaphore(Integer.MAX_VALUE);
  private static volatile boolean ending;

  static {
    try {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(ProcessEnd::awaitComputing, "hardgnn-process-end"));
    } catch (IllegalStateException e) {
      ending = true;
    }
  }

  private ProcessEnd() {}

  /**
   * Computes with TensorFlow.
   *
   * @throws EngineException if the process is ending
   */
  public static <T> T waitsFor(Supplier<T> computation) {
    if (!begin()) {
      throw new EngineException("TensorFlow computes nothing more: the process is ending");
    }
    try {
      return computation.get();
    } finally {
      COMPUTING.release();
    }
  }

  /** Frees what TensorFlow holds, unless the process is ending and frees it anyway. */
  public static void unlessEnding(Runnable close) {
    if (begin()) {
      try {
        close.run();
      } finally {
        COMPUTING.release();
      }
    }
  }

  private static boolean begin() {
    return !ending && COMPUTING.tryAcquire();
  }

  private static void awaitComputing() {
    ending = true;
    try {
      COMPUTING.tryAcquire(Integer.MAX_VALUE, SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
