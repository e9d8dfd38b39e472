package io.hardgnn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A recommender that answers a limited number of requests at a time, lets a limited number wait in
 * the order in which they came, and refuses others at once, so that a rush of callers ends in
 * refusals rather than in memory and waiting without end.
 *
 * <pre>{@code
 * int processors = Runtime.getRuntime().availableProcessors();
 * Recommender limited =
 *     LimitedRecommender.of(recommender, processors, 100).timeout(Duration.ofMillis(200));
 * }</pre>
 *
 * <p>What computes is limited: recommendations, similar items, scores of candidates and embeddings
 * of histories. Look-ups and {@link #observe} pass at once, that of a user's vector too, though it
 * runs the encoder for who was observed. A refusal is an {@link
 * OverloadedException}. A request that another one makes while it is answered, as a filter's test
 * may, has its turn with that. Who is interrupted while waiting is refused as after a timeout, and
 * stays interrupted.
 */
public final class LimitedRecommender extends ForwardingRecommender {

  private final int concurrent;
  private final int waiting;
  private final @Nullable Duration timeout;
  private final Semaphore turns;
  private final AtomicInteger inside;
  private final ThreadLocal<Boolean> answering; // whether this thread has a turn

  private LimitedRecommender(
      Recommender recommender,
      int concurrent,
      int waiting,
      @Nullable Duration timeout,
      Semaphore turns,
      AtomicInteger inside,
      ThreadLocal<Boolean> answering) {
    super(recommender);
    this.concurrent = concurrent;
    this.waiting = waiting;
    this.timeout = timeout;
    this.turns = turns;
    this.inside = inside;
    this.answering = answering;
  }

  /**
   * Limits a recommender.
   *
   * @param recommender is closed with this one
   * @param concurrent requests that are answered at a time, at least 1; about as many as there are
   *     processors
   * @param waiting requests that may wait for their turn, at least 0
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static LimitedRecommender of(Recommender recommender, int concurrent, int waiting) {
    if (concurrent < 1 || waiting < 0) {
      throw new IllegalArgumentException(
          "at least 1 concurrent request and 0 waiting ones expected: "
              + concurrent
              + " and "
              + waiting);
    }
    return new LimitedRecommender(
        recommender,
        concurrent,
        waiting,
        null,
        new Semaphore(concurrent, true),
        new AtomicInteger(),
        ThreadLocal.withInitial(() -> false));
  }

  /**
   * Returns the same recommender with a time after which a request that still waits is refused, for
   * requests without {@link RecommendRequest#timeout} of their own. Both share their limits. Many
   * requests at once have to be answered in that time, too.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public LimitedRecommender timeout(Duration longest) {
    if (Objects.requireNonNull(longest, "timeout").isNegative()) {
      throw new IllegalArgumentException("a timeout must not be negative: " + longest);
    }
    return new LimitedRecommender(
        delegate(), concurrent, waiting, longest, turns, inside, answering);
  }

  /** Returns how many requests are being answered or wait now. */
  public int requests() {
    return inside.get();
  }

  private <T> T limited(@Nullable Duration own, Supplier<T> request) {
    if (answering.get()) {
      return request.get(); // it would wait for itself
    }
    if (inside.incrementAndGet() > (long) concurrent + waiting) {
      inside.decrementAndGet();
      throw OverloadedException.queueFull(concurrent, waiting);
    }
    try {
      await(own == null ? timeout : own);
      answering.set(true);
      try {
        return request.get();
      } finally {
        answering.remove();
        turns.release();
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  private void await(@Nullable Duration longest) {
    try {
      if (longest == null) {
        turns.acquire();
      } else if (!turns.tryAcquire(TimeUnit.NANOSECONDS.convert(longest), TimeUnit.NANOSECONDS)) {
        throw OverloadedException.timeout(longest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OverloadedException.interrupted();
    }
  }

  @Override
  public Recommendations recommend(RecommendRequest request) {
    return limited(request.timeout(), () -> super.recommend(request));
  }

  /**
   * {@inheritDoc} They are one for the limits; the shortest of their timeouts counts. What is left
   * of it when their turn comes is the time in which they are to be answered.
   */
  @Override
  public List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    Duration longest = shortestTimeout(requests);
    long begin = System.nanoTime();
    return limited(longest, () -> super.recommendAll(within(requests, longest, begin)));
  }

  /** Returns the shortest timeout, those without one of their own having the one that is set. */
  private @Nullable Duration shortestTimeout(List<RecommendRequest> requests) {
    Duration own = RecommendRequest.shortestTimeout(requests);
    boolean allOwn = requests.stream().allMatch(request -> request.timeout() != null);
    return own == null || (timeout != null && !allOwn && timeout.compareTo(own) < 0)
        ? timeout
        : own;
  }

  /** Returns the requests with what is left of their time. */
  private static List<RecommendRequest> within(
      List<RecommendRequest> requests, @Nullable Duration longest, long begin) {
    if (longest == null || requests.isEmpty()) {
      return requests;
    }
    Duration left = longest.minusNanos(System.nanoTime() - begin);
    List<RecommendRequest> all = new ArrayList<>(requests);
    // The shortest counts, and no other is shorter.
    all.set(0, requests.get(0).timeout(left.isNegative() ? Duration.ZERO : left));
    return all;
  }

  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    return limited(null, () -> super.similarItems(item, n, filter));
  }

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    return limited(null, () -> super.scores(user, candidates));
  }

  @Override
  public CandidateScores scoresFor(History history, List<String> candidates) {
    return limited(null, () -> super.scoresFor(history, candidates));
  }

  @Override
  public float[] embed(History history) {
    return limited(null, () -> super.embed(history));
  }

  @Override
  public List<float[]> embedAll(List<History> histories) {
    return limited(null, () -> super.embedAll(histories));
  }
}
