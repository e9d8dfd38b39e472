package io.hardgnn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recommends items and looks up embeddings: what an application holds in production, whatever computes it.
 *
 * <p>Thread-safe; meant to be opened once and shared. After {@link #close} requests are {@link IllegalStateException}s.
 */
public interface Recommender extends AutoCloseable {

  /**
   * Recommends items that a user has not interacted with.
   *
   * @param user id of a user of the training data
   * @param n most items to return, at least 1
   * @return best first
   * @throws UnknownIdException if the user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  List<Recommendation> recommend(String user, int n);

  /**
   * Recommends items to many users. One by one unless an implementation knows something faster.
   *
   * @param users ids of users of the training data; repeated ones are answered once
   * @param n most items for each, at least 1
   * @return for each user, in the order of {@code users}, their items, best first
   * @throws UnknownIdException if a user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default Map<String, List<Recommendation>> recommendAll(Collection<String> users, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "n, the number of items to return, must be at least 1: " + n);
    }
    Map<String, List<Recommendation>> all = new LinkedHashMap<>();
    for (String user : users) {
      all.computeIfAbsent(user, one -> recommend(one, n));
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
  List<Recommendation> recommendFor(List<String> history, int n);

  /**
   * Finds the items most similar to an item.
   *
   * @param item id of an item of the training data
   * @param n most items to return, at least 1
   * @return best first, without the item itself; scores are cosines of embeddings
   * @throws UnknownIdException if the item is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  List<Recommendation> similarItems(String item, int n);

  /** Returns a copy of a user's embedding {@code [d]}, or nothing if the user is not known. */
  Optional<float[]> userEmbedding(String user);

  /** Returns a copy of an item's embedding {@code [d]}, or nothing if the item is not known. */
  Optional<float[]> itemEmbedding(String item);

  /** Frees what it holds; closing again does nothing. */
  @Override
  void close();
}
