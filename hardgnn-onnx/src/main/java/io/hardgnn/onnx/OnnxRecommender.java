package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.CandidateScores;
import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import io.hardgnn.UnknownIdException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.onnx.ExactScorer.Query;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Recommends items and looks up embeddings from an exported bundle, on ONNX Runtime.
 *
 * <pre>{@code
 * try (OnnxRecommender recommender = OnnxRecommender.open(Path.of("onnx"))) {
 *   for (Recommendation each : recommender.recommend("user-17", 10)) {
 *     System.out.println(each.item() + " " + each.score());
 *   }
 * }
 * }</pre>
 *
 * <p>Scores are exact: every item is scored for every request. Equal scores are ordered by the
 * item's place in the vocabulary, so equal requests get equal answers. Lists hold fewer than
 * {@code n} items where the catalogue or the filter allows no more.
 *
 * <p>Items in a history that the model does not know are left out and
 * {@linkplain #unknownHistoryItems() counted}: new items are daily business between two trainings.
 * Where nothing is known of a user (no usable history, an embedding of zeros) the most popular
 * items are recommended, scored by their share of all interactions.
 *
 * <p>Thread-safe; meant to be opened once and shared. {@link #close} waits for requests in flight,
 * which are answered; later ones are {@link IllegalStateException}s at once.
 */
public final class OnnxRecommender implements Recommender {

  private static final int[] NO_HISTORY = {};

  private final Bundle bundle;
  private final ItemStatistics statistics;
  private final LongAdder unknownHistoryItems = new LongAdder();
  private final RequestGate gate = new RequestGate();

  private OnnxRecommender(Bundle bundle, ItemStatistics statistics) {
    this.bundle = bundle;
    this.statistics = statistics;
  }

  /**
   * Opens a bundle on the processor, one thread per request.
   *
   * @param directory as {@link BundleWriter} wrote it
   * @throws io.hardgnn.io.ArtifactException if the bundle is missing, damaged, of another format or
   *     of a newer version (native code has not seen any of it then), or contradicts itself;
   *     {@code REPLACED} if it was replaced over and over while it was opened
   * @throws InferenceException if ONNX Runtime cannot be loaded on this platform, or refuses a
   *     model
   */
  public static OnnxRecommender open(Path directory) {
    return open(directory, InferenceOptions.defaults());
  }

  /**
   * Opens a bundle.
   *
   * @param directory as {@link BundleWriter} wrote it
   * @param options where and with how many threads to compute
   * @throws io.hardgnn.io.ArtifactException as {@link #open(Path)}
   * @throws InferenceException as {@link #open(Path)}
   */
  public static OnnxRecommender open(Path directory, InferenceOptions options) {
    Bundle bundle = Bundle.open(directory, options);
    return new OnnxRecommender(bundle, ItemStatistics.of(bundle.histories, bundle.itemEmbeddings));
  }

  // ---- recommendations

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
  @Override
  public List<Recommendation> recommend(String user, int n, ItemFilter filter) {
    return gate.pass(
        () -> {
          checkCount(n);
          int index = knownUser(user);
          int[] history = bundle.histories.itemsOf(index);
          return search(
                  List.of(new Query(bundle.userEmbeddings.row(index), history)),
                  n,
                  List.of(excluded(filter, history)))
              .get(0);
        });
  }

  /**
   * Recommends items to many users at once, faster than one by one.
   *
   * @param users ids of users of the training data; repeated ones are answered once
   * @param n most items for each, at least 1
   * @param filter which items may be recommended
   * @return for each user, in the order of {@code users}, their items, best first
   * @throws UnknownIdException if a user is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  @Override
  public Map<String, List<Recommendation>> recommendAll(
      Collection<String> users, int n, ItemFilter filter) {
    return gate.pass(() -> answerAll(users, n, filter));
  }

  private Map<String, List<Recommendation>> answerAll(
      Collection<String> users, int n, ItemFilter filter) {
    checkCount(n);
    List<String> distinct = requireNonNull(users, "users").stream().distinct().toList();
    int[] indices = distinct.stream().mapToInt(this::knownUser).toArray();
    Map<String, List<Recommendation>> all = new LinkedHashMap<>();
    int block = bundle.scorer.blockSize();
    for (int from = 0; from < indices.length; from += block) {
      List<Query> queries = new ArrayList<>();
      List<BitSet> excluded = new ArrayList<>();
      for (int i = from; i < Math.min(from + block, indices.length); i++) {
        int[] history = bundle.histories.itemsOf(indices[i]);
        queries.add(new Query(bundle.userEmbeddings.row(indices[i]), history));
        excluded.add(excluded(filter, history));
      }
      int position = from;
      for (List<Recommendation> one : search(queries, n, excluded)) {
        all.put(distinct.get(position++), one);
      }
    }
    return all;
  }

  /**
   * Recommends items to somebody by what they interacted with, known to the model or not.
   *
   * @param history ids of items, oldest first; unknown ones are left out. If none is left the most
   *     popular items are returned
   * @param n most items to return, at least 1
   * @param filter which items may be recommended
   * @return best first
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  @Override
  public List<Recommendation> recommendFor(List<String> history, int n, ItemFilter filter) {
    return gate.pass(
        () -> {
          checkCount(n);
          int[] known = knownItems(history);
          BitSet excluded = excluded(filter, known);
          if (known.length == 0) {
            return named(statistics.mostPopular(n, excluded));
          }
          return search(List.of(new Query(encode(known), known)), n, List.of(excluded)).get(0);
        });
  }

  /**
   * Finds the items most similar to an item by the cosine of their embeddings.
   *
   * @param item id of an item of the training data
   * @param n most items to return, at least 1
   * @param filter which items may be returned; there is no history here, and the item itself never
   *     is
   * @return best first, without the item itself; scores are cosines
   * @throws UnknownIdException if the item is not known
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    return gate.pass(() -> answerSimilar(item, n, filter));
  }

  private List<Recommendation> answerSimilar(String item, int n, ItemFilter filter) {
    checkCount(n);
    int index = bundle.items.indexOf(requireNonNull(item, "item"));
    if (index < 0) {
      throw UnknownIdException.item(item, bundle.items.size());
    }
    float[] embedding = bundle.itemEmbeddings.row(index);
    BitSet excluded = excluded(filter, NO_HISTORY);
    excluded.set(index);
    float norm = Math.max(statistics.norm(index), Float.MIN_NORMAL);
    ExactScorer.Rescoring cosine =
        (other, score) ->
            (score - bias(other)) / (norm * Math.max(statistics.norm(other), Float.MIN_NORMAL));
    return named(
        bundle
            .scorer
            .top(List.of(new Query(embedding, NO_HISTORY)), n, List.of(excluded), cosine)[0]);
  }

  // ---- scores of the caller's candidates

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    return gate.pass(
        () -> {
          int index = knownUser(user);
          return scored(
              new Query(bundle.userEmbeddings.row(index), bundle.histories.itemsOf(index)),
              candidates);
        });
  }

  /**
   * {@inheritDoc} Where nothing is known of them the scores are the items' shares of all
   * interactions, as those of {@link #recommendFor}.
   */
  @Override
  public CandidateScores scoresFor(List<String> history, List<String> candidates) {
    return gate.pass(
        () -> {
          int[] known = knownItems(history);
          int dim = bundle.description.embeddingDim();
          return scored(
              new Query(known.length == 0 ? new float[dim] : encode(known), known), candidates);
        });
  }

  private CandidateScores scored(Query query, List<String> candidates) {
    requireNonNull(candidates, "candidates");
    boolean nothingKnown = ItemStatistics.norm(query.embedding()) == 0;
    // Transitions are compared with the strongest of all items, so all have to be looked at.
    float @Nullable [] all =
        nothingKnown || bundle.description.transitionHistory() == 0
            ? null
            : bundle.scorer.all(query);
    List<Recommendation> scored = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String candidate : candidates) {
      int item = bundle.items.indexOf(candidate);
      if (item < 0) {
        unknown.add(candidate);
      } else {
        float score = all == null ? score(query.embedding(), item) : all[item];
        scored.add(
            new Recommendation(candidate, nothingKnown ? statistics.popularity(item) : score));
      }
    }
    return new CandidateScores(scored, unknown);
  }

  private float score(float[] embedding, int item) {
    float[] row = bundle.itemEmbeddings.row(item);
    float sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += embedding[i] * row[i];
    }
    return sum + bias(item);
  }

  private float bias(int item) {
    return bundle.itemBias == null ? 0 : bundle.itemBias[item];
  }

  // ---- embeddings

  @Override
  public OptionalDouble itemBias(String item) {
    gate.check();
    int index = bundle.items.indexOf(item);
    return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(bias(index));
  }

  /** Returns a copy of a user's embedding {@code [d]}, or nothing if the user is not known. */
  @Override
  public Optional<float[]> userEmbedding(String user) {
    gate.check();
    int index = bundle.users.indexOf(user);
    return index < 0 ? Optional.empty() : Optional.of(bundle.userEmbeddings.row(index));
  }

  /**
   * Returns a copy of an item's embedding {@code [d]}, or nothing if the item is not known. Its
   * inner product with a user's embedding, plus the item's bias where the model has one, is the
   * score, but for what counted transitions add to it.
   */
  @Override
  public Optional<float[]> itemEmbedding(String item) {
    gate.check();
    int index = bundle.items.indexOf(item);
    return index < 0 ? Optional.empty() : Optional.of(bundle.itemEmbeddings.row(index));
  }

  /**
   * Returns the embedding {@code [d]} of somebody with this history.
   *
   * @param history ids of items, oldest first; unknown ones are left out
   */
  public float[] embed(List<String> history) {
    return gate.pass(() -> encode(knownItems(history)));
  }

  // ---- what the model knows

  /** Returns the users of the training data. */
  public Vocabulary users() {
    return bundle.users;
  }

  /** Returns the items of the training data. */
  public Vocabulary items() {
    return bundle.items;
  }

  /**
   * Returns the ids of the items that a user interacted with, oldest first.
   *
   * @throws UnknownIdException if the user is not known
   */
  public List<String> history(String user) {
    gate.check();
    return Arrays.stream(bundle.histories.itemsOf(knownUser(user)))
        .mapToObj(bundle.items::id)
        .toList();
  }

  /** Returns the size {@code d} of all embeddings. */
  public int embeddingDim() {
    return bundle.description.embeddingDim();
  }

  /**
   * Returns where requests are computed, which is the processor if the device asked for is not
   * usable.
   */
  public ExecutionDevice device() {
    return bundle.encoder.device();
  }

  /** Returns where the model comes from, as its exporter wrote it; unmodifiable. */
  public Map<String, String> provenance() {
    return bundle.description.provenance();
  }

  /**
   * Returns how many items of histories were left out so far because the model does not know them.
   */
  public long unknownHistoryItems() {
    return unknownHistoryItems.sum();
  }

  /**
   * Waits for the requests in flight, then frees the models. Closing twice is harmless.
   *
   * @throws IllegalStateException if a request calls it, from the test of a filter for instance: it
   *     would wait for itself
   */
  @Override
  public void close() {
    gate.close(bundle::close);
  }

  private List<List<Recommendation>> search(List<Query> queries, int n, List<BitSet> excluded) {
    ScoredItems[] found = bundle.scorer.top(queries, n, excluded, ExactScorer.AS_IT_IS);
    List<List<Recommendation>> lists = new ArrayList<>();
    for (int query = 0; query < found.length; query++) {
      boolean nothingKnown = ItemStatistics.norm(queries.get(query).embedding()) == 0;
      lists.add(
          named(nothingKnown ? statistics.mostPopular(n, excluded.get(query)) : found[query]));
    }
    return lists;
  }

  private List<Recommendation> named(ScoredItems found) {
    List<Recommendation> list = new ArrayList<>(found.items().length);
    for (int rank = 0; rank < found.items().length; rank++) {
      list.add(new Recommendation(bundle.items.id(found.items()[rank]), found.scores()[rank]));
    }
    return List.copyOf(list);
  }

  private float[] encode(int[] history) {
    return bundle
        .encoder
        .encode(List.of(history), List.of(bundle.description.coldUserVector()))
        .get(0);
  }

  private BitSet excluded(ItemFilter filter, int[] history) {
    requireNonNull(filter, "filter");
    return filter.excluded(bundle.items, history);
  }

  private int[] knownItems(List<String> history) {
    requireNonNull(history, "history");
    int[] known =
        history.stream().mapToInt(bundle.items::indexOf).filter(item -> item >= 0).toArray();
    unknownHistoryItems.add(history.size() - known.length);
    return known.length == 0 ? NO_HISTORY : known;
  }

  private int knownUser(String user) {
    requireNonNull(user, "user");
    int index = bundle.users.indexOf(user);
    if (index < 0) {
      throw UnknownIdException.user(user, bundle.users.size());
    }
    return index;
  }

  private static void checkCount(int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "n, the number of items to return, must be at least 1: " + n);
    }
  }
}
