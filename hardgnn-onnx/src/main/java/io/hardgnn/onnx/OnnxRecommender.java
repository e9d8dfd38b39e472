package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.AnswerSource;
import io.hardgnn.CandidateScores;
import io.hardgnn.HardGNNModel;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.OverloadedException;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.UnknownIdException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.serving.Bundle;
import io.hardgnn.onnx.serving.EpochMillis;
import io.hardgnn.onnx.serving.ItemStatistics;
import io.hardgnn.onnx.serving.ObservedHistories;
import io.hardgnn.onnx.serving.Ranking;
import io.hardgnn.onnx.serving.RequestEvent;
import io.hardgnn.onnx.serving.RequestGate;
import io.hardgnn.onnx.serving.Subject;
import io.hardgnn.onnx.serving.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * <p>Scores are exact, and every item is scored for every request but where the bundle has
 * {@link io.hardgnn.onnx.bundle.WeightFormat#INT8} weights, which choose the items that are. Equal
 * scores are ordered by the item's place in the vocabulary, so equal requests get equal answers, but
 * for the rounding of scores of one request and of many together.
 * Lists hold fewer than {@code n} items where the catalogue or the filter allows no more.
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

  private static final Logger LOG = LoggerFactory.getLogger(OnnxRecommender.class);
  private static final Recommendations UNKNOWN_USER =
      new Recommendations(List.of(), AnswerSource.UNKNOWN_USER, List.of());

  /** The longest id that is kept of a user whom the model does not know. */
  private static final int MAX_OBSERVED_ID = 1000;

  private final Bundle bundle;
  private final ObservedHistories observed;
  private final Subjects subjects;
  private final Ranking ranking;
  private final RequestGate gate = new RequestGate();
  private final Instant openedAt = Instant.now();

  private OnnxRecommender(Bundle bundle, ObservedHistories observed) {
    this.bundle = bundle;
    this.observed = observed;
    this.subjects = new Subjects(bundle, ItemStatistics.repeats(bundle.histories), observed);
    this.ranking = new Ranking(bundle, ItemStatistics.of(bundle));
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
    return open(directory, options, new ObservedHistories());
  }

  static OnnxRecommender open(
      Path directory, InferenceOptions options, ObservedHistories observed) {
    requireNonNull(directory, "directory");
    requireNonNull(options, "options");
    long begin = System.nanoTime();
    OnnxRecommender recommender = of(Bundle.open(directory, options), observed);
    LOG.info(
        "opened {} of {}: {} users, {} items, d = {}, on {}, in {} ms",
        recommender.bundle.version,
        directory,
        recommender.users().size(),
        recommender.items().size(),
        recommender.embeddingDim(),
        recommender.device(),
        (System.nanoTime() - begin) / 1_000_000);
    return recommender;
  }

  private static OnnxRecommender of(Bundle bundle, ObservedHistories observed) {
    try {
      return new OnnxRecommender(bundle, observed);
    } catch (RuntimeException | Error e) { // such as a lack of memory: nothing else would close it
      bundle.close();
      throw e;
    }
  }

  /**
   * Serves a trained model in this process, on the processor and with one thread per request. Needs
   * no training engine.
   *
   * @param model may be closed afterwards
   * @throws InferenceException as {@link #open(Path)}
   * @throws java.io.UncheckedIOException as {@link #of(HardGNNModel, InferenceOptions)}
   */
  public static OnnxRecommender of(HardGNNModel model) {
    return of(model, InferenceOptions.defaults());
  }

  /**
   * Serves a trained model in this process. Its bundle is written to the system's directory of
   * temporary files, for as long as it takes to open it. On Windows files that are mapped into
   * memory cannot be deleted: there it lies until this is closed, and files that are still mapped
   * then stay behind in a folder {@code hardgnn-bundle…}.
   *
   * @param model may be closed afterwards
   * @param options where and with how many threads to compute
   * @throws InferenceException as {@link #open(Path)}
   * @throws java.io.UncheckedIOException if the bundle cannot be written there
   */
  public static OnnxRecommender of(HardGNNModel model, InferenceOptions options) {
    try (TemporaryDirectory folder = TemporaryDirectory.create("hardgnn-bundle")) {
      Path directory = folder.path().resolve("bundle");
      OnnxExporter.export(model, directory);
      OnnxRecommender recommender = open(directory, options);
      recommender.bundle.owns(folder);
      return recommender;
    }
  }

  /** Answers a request, and records it if somebody wants to know. */
  private <T> T traced(String request, int size, Supplier<T> answer) {
    RequestEvent event = RequestEvent.begun();
    if (event == null) {
      return gate.pass(answer);
    }
    event.request = request;
    event.size = size;
    try {
      T given = gate.pass(answer);
      event.answered = true;
      return given;
    } finally {
      event.commit();
    }
  }

  // ---- recommendations

  @Override
  public Recommendations recommend(RecommendRequest request) {
    return traced("recommend", 1, () -> answer(request));
  }

  private Recommendations answer(RecommendRequest request) {
    requireNonNull(request, "request");
    Subject subject = subjects.of(request);
    if (subject == null) {
      throw UnknownIdException.user(requireNonNull(request.user()), bundle.users.size());
    }
    return ranking.answers(List.of(request), List.of(subjects.encoded(subject))).get(0);
  }

  /**
   * {@inheritDoc} In blocks, faster than one by one.
   *
   * @throws io.hardgnn.OverloadedException if the shortest of their timeouts is over when another
   *     block would be begun
   */
  @Override
  public List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    requireNonNull(requests, "requests");
    return traced("recommendAll", requests.size(), () -> answerAll(requests));
  }

  private List<Recommendations> answerAll(List<RecommendRequest> requests) {
    long begin = System.nanoTime();
    Duration timeout = RecommendRequest.shortestTimeout(requests);
    List<Recommendations> answers = new ArrayList<>(requests.size());
    int block = ranking.blockSize();
    for (int from = 0; from < requests.size(); from += block) {
      if (from > 0
          && timeout != null
          && Duration.ofNanos(System.nanoTime() - begin).compareTo(timeout) > 0) {
        throw OverloadedException.deadline(timeout, from, requests.size());
      }
      answerBlock(requests.subList(from, Math.min(from + block, requests.size())), answers);
    }
    return answers;
  }

  private void answerBlock(List<RecommendRequest> requests, List<Recommendations> answers) {
    subjects.encodeObserved(requests);
    List<RecommendRequest> ofKnown = new ArrayList<>(requests.size());
    List<Subject> known = new ArrayList<>(requests.size());
    boolean[] unknown = new boolean[requests.size()];
    for (int i = 0; i < unknown.length; i++) {
      Subject subject = subjects.of(requests.get(i));
      if (subject == null) {
        unknown[i] = true;
      } else {
        ofKnown.add(requests.get(i));
        known.add(subject);
      }
    }
    List<Recommendations> found = ranking.answers(ofKnown, subjects.encoded(known));
    int next = 0;
    for (boolean isUnknown : unknown) {
      answers.add(isUnknown ? UNKNOWN_USER : found.get(next++));
    }
  }

  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    requireNonNull(item, "item");
    requireNonNull(filter, "filter");
    RecommendRequest.checkCount(n);
    return traced("similarItems", 1, () -> ranking.similar(item, n, filter));
  }

  // ---- scores of the caller's candidates

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    requireNonNull(candidates, "candidates");
    return traced(
        "scores",
        candidates.size(),
        () -> ranking.scores(subjects.encoded(subjects.known(user)), candidates));
  }

  /**
   * {@inheritDoc} Where nothing is known of them the scores are the items' shares of all
   * interactions, as those of {@link #recommendFor(History, int)}.
   */
  @Override
  public CandidateScores scoresFor(History history, List<String> candidates) {
    requireNonNull(history, "history");
    requireNonNull(candidates, "candidates");
    return traced(
        "scores",
        candidates.size(),
        () -> ranking.scores(subjects.encoded(subjects.history(history)), candidates));
  }

  // ---- observed interactions

  /**
   * {@inheritDoc}
   *
   * <p>Kept are the newest 100 items of each of the users who were observed last, at least 50,000
   * and at most 100,000. Reading them takes no lock. An item that is in the history already is not
   * added again if no history of the bundle holds an item twice.
   */
  @Override
  public boolean observe(String user, String item, Instant time) {
    gate.check();
    requireNonNull(time, "time");
    requireNonNull(user, "user");
    int index = bundle.items.indexOf(requireNonNull(item, "item"));
    if (index < 0) {
      subjects.countUnknownItem();
      return false;
    }
    int known = bundle.users.indexOf(user);
    if (known < 0 && user.length() > MAX_OBSERVED_ID) {
      throw new IllegalArgumentException(
          "the id of a user who is not the model's may have "
              + MAX_OBSERVED_ID
              + " characters: '"
              + Excerpt.of(user)
              + "'");
    }
    subjects.observe(
        known < 0 ? user : bundle.users.id(known), bundle.items.id(index), EpochMillis.of(time));
    return true;
  }

  // ---- embeddings

  @Override
  public OptionalDouble itemBias(String item) {
    gate.check();
    int index = bundle.items.indexOf(item);
    return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(ranking.bias(index));
  }

  /**
   * Returns a copy of a user's embedding {@code [d]}, observed interactions included, or nothing if
   * the user is not known.
   */
  @Override
  public Optional<float[]> userEmbedding(String user) {
    gate.check();
    if (observed.get(user) != null) {
      return gate.pass(
          () ->
              Optional.ofNullable(subjects.user(user)).map(Subject::embedding).map(float[]::clone));
    }
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

  @Override
  public boolean userEmbedding(String user, float[] target) {
    if (observed.get(user) != null) {
      return Recommender.super.userEmbedding(user, target);
    }
    return copied(bundle.users.indexOf(user), bundle.userEmbeddings, target);
  }

  @Override
  public boolean itemEmbedding(String item, float[] target) {
    return copied(bundle.items.indexOf(item), bundle.itemEmbeddings, target);
  }

  private boolean copied(int index, EmbeddingTable table, float[] target) {
    gate.check();
    if (target.length != table.dim()) {
      throw new IllegalArgumentException(
          "an embedding of " + table.dim() + " values and a target of " + target.length);
    }
    if (index >= 0) {
      table.row(index, target);
    }
    return index >= 0;
  }

  @Override
  public float[] embed(History history) {
    return embedAll(List.of(requireNonNull(history, "history"))).get(0);
  }

  /** {@inheritDoc} In batches, faster than one by one. */
  @Override
  public List<float[]> embedAll(List<History> histories) {
    return traced("embed", histories.size(), () -> subjects.embeddings(histories));
  }

  // ---- what the model knows

  @Override
  public Vocabulary users() {
    return bundle.users;
  }

  @Override
  public Vocabulary items() {
    return bundle.items;
  }

  /**
   * {@inheritDoc} What was observed of the user is included.
   *
   * @throws UnknownIdException if the user is not known
   */
  @Override
  public History history(String user) {
    return gate.pass(() -> subjects.historyOf(user).named(bundle.items));
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

  @Override
  public RecommenderInfo info() {
    gate.check();
    return ModelProvenance.info(bundle, openedAt);
  }

  /**
   * Returns how many items of histories were left out so far because the model does not know them.
   */
  public long unknownHistoryItems() {
    return subjects.unknownItems();
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
}
