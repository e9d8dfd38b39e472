package io.hardgnn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a {@link Recommender}: for whom, how many items and which. Immutable; each
 * method returns a new request.
 *
 * <pre>{@code
 * RecommendRequest home = RecommendRequest.forUser("user-17").n(20).without(List.of("item-3"));
 * Recommendations answer = recommender.recommend(home);
 * }</pre>
 *
 * @param user id of a user, or null if it is for a history
 * @param history ids of items, oldest first, or null if it is for a user
 * @param times when each item of the history was taken, or null if that is not known; only models
 *     look at them that read the {@linkplain io.hardgnn.encoder.TimeGaps times between
 *     interactions}. A time before that of an earlier item counts as the same
 * @param n most items to return, at least 1; default 10
 * @param filter which items may be recommended; default {@link ItemFilter#unseen}
 * @param without items to leave out of this answer in addition, such as those that the page shows
 *     already; ids that the model does not know are ignored
 * @param timeout how long it may take, not negative: it is refused if it still waits then for its
 *     turn at a {@link LimitedRecommender}, and many requests at once are given up between two of
 *     the blocks in which they are answered; null for what is set there, and for no end elsewhere
 */
public record RecommendRequest(
    @Nullable String user,
    @Nullable List<String> history,
    @Nullable List<Instant> times,
    int n,
    ItemFilter filter,
    Set<String> without,
    @Nullable Duration timeout) {

  private static final int DEFAULT_N = 10;

  /**
   * Keeps copies of the collections.
   *
   * @throws IllegalArgumentException if {@code n} is less than 1, there is not one of user and
   *     history, there is not a time for each item of a history, or the timeout is negative
   */
  public RecommendRequest {
    if ((user == null) == (history == null)) {
      throw new IllegalArgumentException("a request is for a user or for a history: one of them");
    }
    history = history == null ? null : ImmutableList.copyOf(history);
    times = times == null ? null : ImmutableList.copyOf(times);
    if (times != null && (history == null || history.size() != times.size())) {
      throw new IllegalArgumentException(
          "one time for each item of a history expected: "
              + (history == null ? "no history" : history.size() + " items")
              + ", "
              + times.size()
              + " times");
    }
    checkCount(n);
    requireNonNull(filter, "filter");
    without = ImmutableSet.copyOf(without);
    if (timeout != null && timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout must not be negative: " + timeout);
    }
  }

  /**
   * Checks how many items are asked for.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static void checkCount(int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "n, the number of items to return, must be at least 1: " + n);
    }
  }

  /** Returns a request for a user whom the model knows, or who was observed. */
  public static RecommendRequest forUser(String user) {
    return new RecommendRequest(
        requireNonNull(user, "user"), null, null, DEFAULT_N, ItemFilter.unseen(), Set.of(), null);
  }

  /**
   * Returns a request for anybody by what they interacted with.
   *
   * @param history ids of items, oldest first; unknown ones are left out and named in the answer
   */
  public static RecommendRequest forHistory(List<String> history) {
    return new RecommendRequest(
        null,
        requireNonNull(history, "history"),
        null,
        DEFAULT_N,
        ItemFilter.unseen(),
        Set.of(),
        null);
  }

  /**
   * Returns this request with the times of its history, which make it better where the model reads
   * the times between interactions.
   *
   * @param taken when each item of the history was taken
   * @throws IllegalArgumentException if there is not one for each, or no history
   */
  public RecommendRequest times(List<Instant> taken) {
    return new RecommendRequest(
        user, history, requireNonNull(taken, "times"), n, filter, without, timeout);
  }

  /**
   * Returns this request for another number of items.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RecommendRequest n(int most) {
    return new RecommendRequest(user, history, times, most, filter, without, timeout);
  }

  /** Returns this request with another filter in place of the one it has. */
  public RecommendRequest filter(ItemFilter other) {
    return new RecommendRequest(user, history, times, n, other, without, timeout);
  }

  /** Returns this request without the listed items, in addition to those left out already. */
  public RecommendRequest without(Collection<String> items) {
    return new RecommendRequest(
        user,
        history,
        times,
        n,
        filter,
        ImmutableSet.<String>builder().addAll(without).addAll(items).build(),
        timeout);
  }

  /**
   * Returns this request with a time after which it is refused or given up, see {@link #timeout()}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public RecommendRequest timeout(Duration longest) {
    return new RecommendRequest(
        user, history, times, n, filter, without, requireNonNull(longest, "timeout"));
  }

  /** Returns the shortest of the timeouts of some requests, or null if none has one. */
  public static @Nullable Duration shortestTimeout(Collection<RecommendRequest> requests) {
    return requests.stream()
        .map(RecommendRequest::timeout)
        .filter(Objects::nonNull)
        .min(Duration::compareTo)
        .orElse(null);
  }
}
