package io.hardgnn.evaluation;

import com.google.common.util.concurrent.Uninterruptibles;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
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
    run(threads, Thread::new);
  }

  /** Does so with threads that somebody makes. */
  void run(int threads, ThreadFactory factory) {
    List<Thread> helpers = new ArrayList<>();
    try {
      for (int n = 1; n < Math.min(threads, blocks); n++) {
        Thread helper = factory.newThread(this::work);
        helper.setName("hardgnn-evaluation-" + n);
        helper.setDaemon(true);
        helper.start();
        helpers.add(helper);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e); // those that run already stop within a block
    }
    work();
    helpers.forEach(Uninterruptibles::joinUninterruptibly);
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
}
