package io.hardgnn.internal.parallel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What other threads have worked out. */
public final class Results {

  private Results() {}

  /**
   * Waits for a result; what failed in another thread, such as for want of memory, fails here as it
   * would have without one.
   */
  public static <T> T of(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }
}
