package io.hardgnn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Recommends items and looks up embeddings: what an application holds in production, whatever
 * computes it.
 *
 * <pre>{@code
 * try (Recommender recommender = OnnxRecommender.open(Path.of("onnx"))) {
 *   List<Recommendation> known = recommender.recommend("user-17", 10);
 *   List<Recommendation> guest = recommender.recommendFor(List.of("item-3", "item-8"), 10);
 * }
 * }</pre>
 *
 * <p>Thread-safe; meant to be opened once and shared. After {@link #close} requests are
 * {@link IllegalStateException}s.
 */
public interface Recommender extends AutoCloseable {

  // ---- recommendations

  /**
   * Recommends items that a user has not interacted with.
   *
   * @param user id of a user of the training data
   * @param n most items to return, at least 1
   * @return best first
   * @throws UnknownIdException if the user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommend(String user, int n) {
    return recommend(user, n, ItemFilter.unseen());
  }

  /**
   * Recommends items to a user.
   *
   * @param user id of a user of the training data
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws UnknownIdException if the user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  List<Recommendation> recommend(String user, int n, ItemFilter filter);

  /**
   * Recommends items to many users that they have not interacted with.
   *
   * @param users ids of users of the training data; repeated ones are answered once
   * @param n most items for each, at least 1
   * @return for each user, in the order of {@code users}, their items, best first
   * @throws UnknownIdException if a user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default Map<String, List<Recommendation>> recommendAll(Collection<String> users, int n) {
    return recommendAll(users, n, ItemFilter.unseen());
  }

  /**
   * Recommends items to many users. One by one unless an implementation knows something faster.
   *
   * @param users ids of users of the training data; repeated ones are answered once
   * @param n most items for each, at least 1
   * @param filter which items may be recommended
   * @return for each user, in the order of {@code users}, their items, best first
   * @throws UnknownIdException if a user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default Map<String, List<Recommendation>> recommendAll(
      Collection<String> users, int n, ItemFilter filter) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "n, the number of items to return, must be at least 1: " + n);
    }
    Map<String, List<Recommendation>> all = new LinkedHashMap<>();
    for (String user : users) {
      all.computeIfAbsent(user, one -> recommend(one, n, filter));
    }
    return all;
  }

  /**
   * Recommends items to somebody by what they interacted with, known to the model or not.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param n most items to return, at least 1
   * @return best first, without the items of the history
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommendFor(List<String> history, int n) {
    return recommendFor(history, n, ItemFilter.unseen());
  }

  /**
   * Recommends items to somebody by what they interacted with, known to the model or not.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  List<Recommendation> recommendFor(List<String> history, int n, ItemFilter filter);

  /**
   * Finds the items most similar to an item.
   *
   * @param item id of an item of the training data
   * @param n most items to return, at least 1
   * @return best first, without the item itself; scores are cosines of embeddings
   * @throws UnknownIdException if the item is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> similarItems(String item, int n) {
    return similarItems(item, n, ItemFilter.unseen());
  }

  /**
   * Finds the items most similar to an item.
   *
   * @param item id of an item of the training data
   * @param n most items to return, at least 1
   * @param filter which items may be returned; there is no history here, and the item itself never
   *     is
   * @return best first, without the item itself; scores are cosines of embeddings
   * @throws UnknownIdException if the item is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  List<Recommendation> similarItems(String item, int n, ItemFilter filter);

  // ---- scores of the caller's candidates

  /**
   * Scores items for a user, to re-rank a list that comes from elsewhere. Nothing is filtered.
   *
   * @param user id of a user of the training data
   * @param candidates ids of items
   * @return the scores by which {@link #recommend} ranks
   * @throws UnknownIdException if the user is not known
   */
  CandidateScores scores(String user, List<String> candidates);

  /**
   * Scores items for somebody by what they interacted with, to re-rank a list that comes from
   * elsewhere. Nothing is filtered.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param candidates ids of items
   * @return the scores by which {@link #recommendFor} ranks
   */
  CandidateScores scoresFor(List<String> history, List<String> candidates);

  // ---- embeddings

  /** Returns a copy of a user's embedding {@code [d]}, or nothing if the user is not known. */
  Optional<float[]> userEmbedding(String user);

  /** Returns a copy of an item's embedding {@code [d]}, or nothing if the item is not known. */
  Optional<float[]> itemEmbedding(String item);

  /**
   * Returns what is added to the inner product of a user's and an item's embedding to make the
   * score, popularity of a {@link io.hardgnn.blend.Blend} included: 0 where the model has no
   * biases, or nothing if the item is not known. What counted transitions add depends on the
   * history too and is in neither.
   */
  OptionalDouble itemBias(String item);

  /** Frees what it holds; closing again does nothing. */
  @Override
  void close();
}
