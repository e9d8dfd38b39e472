package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation under way: workers take blocks of users in turn, score them and write ranks to
 * their places.
 */
final class EvaluationRun {

  private final ScoringFunction recommender;
  private final HeldOut heldOut;
  private final @Nullable Sequences neverSample;
  private final List<Protocol> protocols;
  private final int[] users;
  private final int[] offsets;
  private final int[] order;
  private final int[][] ranks;
  private final @Nullable ListCounts lists;
  private final int blockSize;
  private final int blocks;
  private final AtomicInteger nextBlock = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final ReentrantLock scoring = new ReentrantLock();

  EvaluationRun(
      ScoringFunction recommender,
      HeldOut heldOut,
      @Nullable Sequences neverSample,
      List<Protocol> protocols,
      int[] users,
      int[] offsets,
      int[][] ranks,
      @Nullable ListCounts lists,
      int blockSize) {
    this.recommender = recommender;
    this.heldOut = heldOut;
    this.neverSample = neverSample;
    this.protocols = protocols;
    this.users = users;
    this.offsets = offsets;
    this.order = UserSelection.longestFirst(heldOut, users);
    this.ranks = ranks;
    this.lists = lists;
    this.blockSize = blockSize;
    this.blocks = (int) (((long) users.length + blockSize - 1) / blockSize);
  }

  /** Runs to the end, or rethrows the first failure of a worker once all have stopped. */
  void run(int threads) {
    Thread[] helpers = new Thread[Math.min(threads, blocks) - 1];
    for (int n = 0; n < helpers.length; n++) {
      helpers[n] = new Thread(this::work, "hardgnn-evaluation-" + (n + 1));
      helpers[n].setDaemon(true);
      helpers[n].start();
    }
    work();
    joinAll(helpers);
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void work() {
    try {
      Ranker ranker = new Ranker(heldOut, neverSample);
      float[] scores = new float[blockSize * heldOut.itemCount()];
      int[] block = new int[blockSize];
      for (int b = nextBlock.getAndIncrement();
          b < blocks && failure.get() == null;
          b = nextBlock.getAndIncrement()) {
        int from = b * blockSize;
        int count = Math.min(blockSize, users.length - from);
        for (int row = 0; row < count; row++) {
          block[row] = users[order[from + row]];
        }
        score(block, count, scores);
        for (int row = 0; row < count; row++) {
          for (int p = 0; p < ranks.length; p++) {
            ranker.rank(
                protocols.get(p),
                block[row],
                scores,
                row * heldOut.itemCount(),
                ranks[p],
                offsets[order[from + row]]);
          }
          if (lists != null) {
            lists.add(block[row], scores, row * heldOut.itemCount());
          }
        }
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void score(int[] block, int count, float[] scores) {
    if (recommender.isThreadSafe()) {
      recommender.score(heldOut, block, count, scores);
      return;
    }
    scoring.lock();
    try {
      if (failure.get() == null) {
        recommender.score(heldOut, block, count, scores);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(
          null, e); // before the lock opens, so that a failed recommender is not called again
      throw e;
    } finally {
      scoring.unlock();
    }
  }

  /** Waits for all helpers, which stop within a block; an interrupt is kept for the caller. */
  private static void joinAll(Thread[] helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
