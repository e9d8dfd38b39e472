package io.hardgnn;

import static java.util.Objects.requireNonNull;

import io.hardgnn.data.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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
   * Answers a request.
   *
   * @return the items, best first, and what they were made of
   * @throws UnknownIdException if it is for a user who is not known
   */
  Recommendations recommend(RecommendRequest request);

  /**
   * Answers many requests, for users and for histories. One by one unless an implementation knows
   * something faster.
   *
   * @return the answers in the order of the requests; one for a user who is not known has no items
   *     and says {@link AnswerSource#UNKNOWN_USER}
   */
  default List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    List<Recommendations> answers = new ArrayList<>(requests.size());
    for (RecommendRequest request : requests) {
      try {
        answers.add(recommend(request));
      } catch (UnknownIdException e) {
        answers.add(new Recommendations(List.of(), AnswerSource.UNKNOWN_USER, List.of()));
      }
    }
    return answers;
  }

  /**
   * Recommends items that a user has not interacted with.
   *
   * @param user id of a user whom the model knows, or who was {@linkplain #observe observed}
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
   * @param user id of a user whom the model knows, or who was {@linkplain #observe observed}
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws UnknownIdException if the user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommend(String user, int n, ItemFilter filter) {
    return recommend(RecommendRequest.forUser(user).n(n).filter(filter)).items();
  }

  /**
   * Recommends items to many users that they have not interacted with.
   *
   * @param users ids of users; repeated ones are answered once
   * @param n most items for each, at least 1
   * @return for each known user, in the order of {@code users}, their items, best first; and the
   *     users who are not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default UserRecommendations recommendAll(Collection<String> users, int n) {
    return recommendAll(users, n, ItemFilter.unseen());
  }

  /**
   * Recommends items to many users.
   *
   * @param users ids of users; repeated ones are answered once
   * @param n most items for each, at least 1
   * @param filter which items may be recommended
   * @return for each known user, in the order of {@code users}, their items, best first; and the
   *     users who are not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default UserRecommendations recommendAll(Collection<String> users, int n, ItemFilter filter) {
    RecommendRequest.checkCount(n);
    List<RecommendRequest> requests =
        requireNonNull(users, "users").stream()
            .distinct()
            .map(user -> RecommendRequest.forUser(user).n(n).filter(filter))
            .toList();
    Map<String, List<Recommendation>> known = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    Iterator<Recommendations> answers = recommendAll(requests).iterator();
    for (RecommendRequest request : requests) {
      Recommendations answer = answers.next();
      String user = requireNonNull(request.user());
      if (answer.source() == AnswerSource.UNKNOWN_USER) {
        unknown.add(user);
      } else {
        known.put(user, answer.items());
      }
    }
    return new UserRecommendations(known, unknown);
  }

  /**
   * Recommends items to somebody by what they interacted with, known to the model or not.
   *
   * @param history unknown items are left out
   * @param n most items to return, at least 1
   * @return best first, without the items of the history
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommendFor(History history, int n) {
    return recommend(RecommendRequest.forHistory(history).n(n)).items();
  }

  /**
   * Recommends items to somebody by what they interacted with, known to the model or not.
   *
   * @param history unknown items are left out
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommendFor(History history, int n, ItemFilter filter) {
    return recommend(RecommendRequest.forHistory(history).n(n).filter(filter)).items();
  }

  /**
   * Recommends items to somebody by what they interacted with, at times that are not known.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param n most items to return, at least 1
   * @return best first, without the items of the history
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommendFor(List<String> history, int n) {
    return recommendFor(History.of(history), n);
  }

  /**
   * Recommends items to somebody by what they interacted with, at times that are not known.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default List<Recommendation> recommendFor(List<String> history, int n, ItemFilter filter) {
    return recommendFor(History.of(history), n, filter);
  }

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
   * @param user id of a user whom the model knows, or who was {@linkplain #observe observed}
   * @param candidates ids of items
   * @return the scores by which {@link #recommend} ranks
   * @throws UnknownIdException if the user is not known
   */
  CandidateScores scores(String user, List<String> candidates);

  /**
   * Scores items for somebody by what they interacted with, to re-rank a list that comes from
   * elsewhere. Nothing is filtered.
   *
   * @param history unknown items are left out
   * @param candidates ids of items
   * @return the scores by which {@link #recommendFor(History, int)} ranks
   */
  CandidateScores scoresFor(History history, List<String> candidates);

  /**
   * Scores items for somebody by what they interacted with, at times that are not known.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   * @param candidates ids of items
   * @return the scores by which {@link #recommendFor(List, int)} ranks
   */
  default CandidateScores scoresFor(List<String> history, List<String> candidates) {
    return scoresFor(History.of(history), candidates);
  }

  // ---- observed interactions

  /**
   * Takes note that a user interacts with an item now.
   *
   * @throws IllegalArgumentException as {@link #observe(String, String, Instant)}
   */
  default boolean observe(String user, String item) {
    return observe(user, item, Instant.now());
  }

  /**
   * Takes note that a user interacted with an item: that user's next request knows it, also of a
   * user whom the model does not know. Kept in memory alone and lost when this is closed: write the
   * events to a log of your own too.
   *
   * @param user id of any user
   * @param item id of an item of the model
   * @param time when it was; only models look at it that read the
   *     {@linkplain io.hardgnn.encoder.TimeGaps times between interactions}. The interaction is put
   *     behind all that is known of the user; a time before theirs counts as the same
   * @return false if the model does not know the item, which is then ignored
   * @throws IllegalArgumentException if the id of a user whom the model does not know is too long
   *     to be kept
   */
  boolean observe(String user, String item, Instant time);

  // ---- embeddings

  /** Returns a copy of a user's embedding {@code [d]}, or nothing if the user is not known. */
  Optional<float[]> userEmbedding(String user);

  /** Returns a copy of an item's embedding {@code [d]}, or nothing if the item is not known. */
  Optional<float[]> itemEmbedding(String item);

  /**
   * Copies a user's embedding into an array of the caller's, which spares one for each look-up.
   *
   * @param target {@code [d]}; left as it is where the answer is false
   * @return false if the user is not known
   * @throws IllegalArgumentException if {@code target} is of another size
   */
  default boolean userEmbedding(String user, float[] target) {
    return copied(userEmbedding(user), target);
  }

  /**
   * Copies an item's embedding into an array of the caller's, which spares one for each look-up.
   *
   * @param target {@code [d]}; left as it is where the answer is false
   * @return false if the item is not known
   * @throws IllegalArgumentException if {@code target} is of another size
   */
  default boolean itemEmbedding(String item, float[] target) {
    return copied(itemEmbedding(item), target);
  }

  private static boolean copied(Optional<float[]> embedding, float[] target) {
    embedding.ifPresent(
        vector -> {
          if (vector.length != target.length) {
            throw new IllegalArgumentException(
                "an embedding of " + vector.length + " values and a target of " + target.length);
          }
          System.arraycopy(vector, 0, target, 0, vector.length);
        });
    return embedding.isPresent();
  }

  /**
   * Returns what is added to the inner product of a user's and an item's embedding to make the
   * score, popularity of a {@link io.hardgnn.blend.Blend} included: 0 where the model has no
   * biases, or nothing if the item is not known. What counted transitions add depends on the
   * history too and is in neither.
   */
  OptionalDouble itemBias(String item);

  /**
   * Returns the embedding {@code [d]} of somebody with a history.
   *
   * @param history unknown items are left out
   */
  float[] embed(History history);

  /**
   * Returns the embedding {@code [d]} of somebody with a history whose times are not known.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   */
  default float[] embed(List<String> history) {
    return embed(History.of(history));
  }

  /**
   * Returns the embeddings {@code [d]} of many histories, in their order. One by one unless an
   * implementation knows something faster.
   *
   * @param histories unknown items are left out
   */
  default List<float[]> embedAll(List<History> histories) {
    return histories.stream().map(history -> embed(history)).toList();
  }

  /**
   * Returns the embeddings of all users of the model in the order of {@link #users}, read as the
   * stream is.
   */
  default Stream<Embedding> userEmbeddings() {
    return users().ids().stream()
        .map(user -> new Embedding(user, userEmbedding(user).orElseThrow(), 0));
  }

  /**
   * Returns the embeddings and biases of all items in the order of {@link #items}, read as the
   * stream is. With {@code [v, bias]} of an item and {@code [u, 1]} of a user, an index for inner
   * products finds the items of highest score, but for what counted transitions add.
   */
  default Stream<Embedding> itemEmbeddings() {
    return items().ids().stream()
        .map(
            item ->
                new Embedding(
                    item, itemEmbedding(item).orElseThrow(), (float) itemBias(item).orElseThrow()));
  }

  // ---- what the model knows

  /** Returns the users of the model. */
  Vocabulary users();

  /** Returns the items of the model. */
  Vocabulary items();

  /**
   * Returns what a user interacted with, with times if the model reads them. A request by it is
   * answered as one for the user, unless the model has something of the user beside the history.
   *
   * @throws UnknownIdException if the user is not known
   */
  History history(String user);

  /** Returns what is served. */
  RecommenderInfo info();

  /** Frees what it holds; closing again does nothing. */
  @Override
  void close();
}
