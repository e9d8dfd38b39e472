package io.hardgnn.internal.parallel;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two threads beside the one that reads, for the ids of users and of items.
 *
 * <p>They start with the first work and have ended when {@link #close} returns. They are daemons,
 * and no code of a caller runs in them.
 */
public final class HelperThreads implements Executor, AutoCloseable {

  public static final String NAME = "hardgnn-reading";

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(2, this::thread);

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, NAME);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /**
   * Drops work that has not begun and waits, at most for the batches under way, until both threads
   * have ended.
   */
  @Override
  public void close() {
    pool.shutdownNow();
    threads.forEach(Uninterruptibles::joinUninterruptibly);
  }
}
