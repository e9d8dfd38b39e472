package io.hardgnn;

import java.util.List;
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
