package io.hardgnn.internal.ids;

import io.hardgnn.data.Vocabulary;
import io.hardgnn.internal.columns.IntColumn;
import io.hardgnn.internal.parallel.Results;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A column of ids, numbered in the order of first appearance.
 *
 * <p>Rows are collected in batches, which an executor numbers one after the other while the caller
 * goes on; which thread does it, and when, does not show in the result. A column that fits into one
 * batch is numbered by the caller. Used by one thread.
 */
public final class IdColumn {

  /** Rows that are numbered at once; a column of fewer is numbered by the caller. */
  public static final int BATCH = IdBatch.ROWS;

  /** A caller that is ahead by so many batches waits. */
  private static final int AHEAD = 16;

  private final Executor executor;
  private final IdInterner interner;
  private final IntColumn indices = new IntColumn();
  private final Deque<CompletableFuture<IdBatch>> underWay = new ArrayDeque<>();
  private IdBatch batch = new IdBatch();
  private CompletableFuture<IdBatch> last = CompletableFuture.completedFuture(batch);

  /**
   * Numbers batches in an executor; {@code Runnable::run} makes the caller do all.
   *
   * @param what the ids are of, for messages, such as "users of events.csv"
   */
  public IdColumn(Executor executor, String what) {
    this(executor, new IdInterner(what));
  }

  IdColumn(Executor executor, IdInterner interner) {
    this.executor = executor;
    this.interner = interner;
  }

  public void add(String id) {
    batch.add(id);
    handOverIfFull();
  }

  /** Appends the id in the first characters of a buffer. */
  public void add(char[] buffer, int length) {
    batch.add(buffer, length);
    handOverIfFull();
  }

  /** Waits until all is numbered; nothing is added afterwards. */
  public void finish() {
    handOver(underWay.isEmpty() ? Runnable::run : executor);
    Results.of(last);
    indices.trim();
  }

  /** Returns the index of each row's id, once {@link #finish} was called. */
  public IntColumn indices() {
    return indices;
  }

  /** Returns the ids in the order of their indices, once {@link #finish} was called. */
  public Vocabulary vocabulary() {
    return Vocabulary.ofDistinct(interner.text());
  }

  private void handOverIfFull() {
    if (batch.isFull()) {
      handOver(executor);
      batch = underWay.size() < AHEAD ? new IdBatch() : Results.of(underWay.remove());
      batch.clear();
    }
  }

  private void handOver(Executor where) {
    IdBatch full = batch;
    CompletableFuture<IdBatch> numbered =
        last.thenApplyAsync(
            before -> {
              interner.intern(full, indices);
              return full;
            },
            where);
    underWay.add(numbered);
    last = numbered;
  }
}
