package io.hardgnn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
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
 * @param history what somebody interacted with, or null if it is for a user
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
    @Nullable History history,
    int n,
    ItemFilter filter,
    Set<String> without,
    @Nullable Duration timeout) {

  private static final int DEFAULT_N = 10;

  /**
   * Keeps a copy of the collection.
   *
   * @throws IllegalArgumentException if {@code n} is less than 1, there is not one of user and
   *     history, or the timeout is negative
   */
  public RecommendRequest {
    if ((user == null) == (history == null)) {
      throw new IllegalArgumentException("a request is for a user or for a history: one of them");
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
        requireNonNull(user, "user"), null, DEFAULT_N, ItemFilter.unseen(), Set.of(), null);
  }

  /**
   * Returns a request for anybody by what they interacted with, at times that are not known.
   *
   * @param history ids of items, oldest first; unknown ones are left out and named in the answer
   */
  public static RecommendRequest forHistory(List<String> history) {
    return forHistory(History.of(history));
  }

  /**
   * Returns a request for anybody by what they interacted with.
   *
   * @param history unknown items are left out and named in the answer
   */
  public static RecommendRequest forHistory(History history) {
    return new RecommendRequest(
        null, requireNonNull(history, "history"), DEFAULT_N, ItemFilter.unseen(), Set.of(), null);
  }

  /**
   * Returns this request for another number of items.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RecommendRequest n(int most) {
    return new RecommendRequest(user, history, most, filter, without, timeout);
  }

  /** Returns this request with another filter in place of the one it has. */
  public RecommendRequest filter(ItemFilter other) {
    return new RecommendRequest(user, history, n, other, without, timeout);
  }

  /** Returns this request without the listed items, in addition to those left out already. */
  public RecommendRequest without(Collection<String> items) {
    return new RecommendRequest(
        user,
        history,
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
        user, history, n, filter, without, requireNonNull(longest, "timeout"));
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
