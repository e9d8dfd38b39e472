package io.hardgnn.onnx.scoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Buffers of callers that are done, for the next ones: one a processor, so that a rush of callers
 * does not keep theirs for ever. Thread-safe.
 *
 * @param <W> buffers of one caller, for a number of queries
 */
public final class WorkspacePool<W> {

  private static final int MOST_IDLE = Runtime.getRuntime().availableProcessors();

  private final IntFunction<W> allocation;
  private final ToIntFunction<W> capacity;
  private final Deque<W> idle = new ArrayDeque<>();

  /**
   * Creates an empty pool.
   *
   * @param allocation makes a workspace for a number of queries
   * @param capacity tells for how many queries a workspace is
   */
  public WorkspacePool(IntFunction<W> allocation, ToIntFunction<W> capacity) {
    this.allocation = allocation;
    this.capacity = capacity;
  }

  /** Returns an idle workspace that is large enough, or a new one in place of one that is not. */
  public W borrow(int queries) {
    @Nullable W workspace;
    synchronized (idle) {
      workspace = idle.pollFirst();
    }
    return workspace == null || capacity.applyAsInt(workspace) < queries
        ? allocation.apply(queries)
        : workspace;
  }

  /** Keeps a workspace for the next caller, unless enough are kept. */
  public void giveBack(W workspace) {
    synchronized (idle) {
      if (idle.size() < MOST_IDLE) {
        idle.addFirst(workspace);
      }
    }
  }

  /** Forgets all that are idle. */
  public void clear() {
    synchronized (idle) {
      idle.clear();
    }
  }
}
