package io.hardgnn.tf;

import io.hardgnn.engine.TrainingException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end before its process does.
 *
 * <p>A process that ends (by SIGTERM, say) unloads TensorFlow while TensorFlow's own threads still
 * compute a step, which ends in a crash of the JVM in place of the exit code that was meant. So the
 * end of the process waits, for {@value #SECONDS} seconds at most, until the step that is being
 * computed is over and the run has closed its session.
 */
final class ProcessEnd implements AutoCloseable {

  private static final int SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::awaitRun, "hardgnn-process-end");
  private volatile boolean ending;

  private ProcessEnd() {}

  /**
   * Begins to watch; closing ends that.
   *
   * @throws TrainingException if the process is ending already
   */
  static ProcessEnd watch() {
    ProcessEnd end = new ProcessEnd();
    try {
      Runtime.getRuntime().addShutdownHook(end.hook);
    } catch (IllegalStateException e) {
      throw new TrainingException("training does not begin: the process is ending", e);
    }
    return end;
  }

  private void awaitRun() {
    ending = true;
    try {
      over.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Is called between steps.
   *
   * @throws TrainingException if the process is ending
   */
  void check() {
    if (ending) {
      throw new TrainingException("training ends with its process, after the step under way");
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is done
    }
  }
}
