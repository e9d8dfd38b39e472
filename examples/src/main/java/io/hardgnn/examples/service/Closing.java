package io.hardgnn.examples.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is to be closed, the last opened first; a step that fails keeps no other open. */
final class Closing implements AutoCloseable {

  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** Adds a step, which comes before those that are there. */
  synchronized void push(Runnable step) {
    steps.push(step);
  }

  /**
   * Takes all steps, each once, and throws what the first that failed threw, with the others
   * suppressed. Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    @Nullable RuntimeException first = null;
    for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Takes all steps because something has failed, which has their failures suppressed. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
