package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.CandidateScores;
import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recommender whose bundle can be replaced while it answers: no request fails or sees two bundles
 * because of that.
 *
 * <pre>{@code
 * ReloadingRecommender shop = ReloadingRecommender.open(Path.of("bundle"));
 * // every night, after OnnxExporter.export(model, Path.of("bundle")):
 * shop.reload();
 * }</pre>
 *
 * <p>A request is answered by the bundle that was current when it came; the old one is closed after
 * its last request, so for a moment both are in memory. Two requests one after the other may be
 * answered by different bundles: use {@link #with} where several must see one.
 *
 * <p>Thread-safe. After {@link #close} requests are {@link IllegalStateException}s.
 */
public final class ReloadingRecommender implements Recommender {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadingRecommender.class);

  private final Path directory;
  private final InferenceOptions options;
  private volatile Lease current;
  private volatile boolean closed;

  private ReloadingRecommender(Path directory, InferenceOptions options) {
    this.directory = directory;
    this.options = options;
    this.current = new Lease(OnnxRecommender.open(directory, options));
  }

  /**
   * Opens a bundle.
   *
   * @throws io.hardgnn.io.ArtifactException as {@link OnnxRecommender#open(Path)}
   */
  public static ReloadingRecommender open(Path directory) {
    return open(directory, InferenceOptions.defaults());
  }

  /**
   * Opens a bundle.
   *
   * @param options where and with how many threads to compute, now and after each reload
   * @throws io.hardgnn.io.ArtifactException as {@link OnnxRecommender#open(Path)}
   */
  public static ReloadingRecommender open(Path directory, InferenceOptions options) {
    return new ReloadingRecommender(
        requireNonNull(directory, "directory"), requireNonNull(options, "options"));
  }

  /**
   * Opens what is in the directory now and answers later requests by it. Reloads exclude each
   * other.
   *
   * @throws io.hardgnn.io.ArtifactException if it cannot be opened; requests are answered as before
   * @throws IllegalStateException if this is closed
   */
  public synchronized void reload() {
    if (closed) {
      throw isClosed();
    }
    Lease next = new Lease(OnnxRecommender.open(directory, options));
    Lease before = current;
    current = next;
    LOG.info("reloaded {}, made {}", directory, next.recommender.provenance().get("created_at"));
    before.leave();
  }

  /**
   * Answers something by one bundle, however many requests it takes.
   *
   * @param requests gets the recommender of now, which must not be kept or closed
   * @throws IllegalStateException if this is closed
   */
  public <T> T with(Function<OnnxRecommender, T> requests) {
    requireNonNull(requests, "requests");
    while (true) {
      Lease lease = current;
      if (lease.enter()) {
        try {
          return requests.apply(lease.recommender);
        } finally {
          lease.leave();
        }
      }
      if (closed) {
        throw isClosed();
      } // otherwise it was replaced in between
    }
  }

  @Override
  public List<Recommendation> recommend(String user, int n, ItemFilter filter) {
    return with(now -> now.recommend(user, n, filter));
  }

  @Override
  public Map<String, List<Recommendation>> recommendAll(
      Collection<String> users, int n, ItemFilter filter) {
    return with(now -> now.recommendAll(users, n, filter));
  }

  @Override
  public List<Recommendation> recommendFor(List<String> history, int n, ItemFilter filter) {
    return with(now -> now.recommendFor(history, n, filter));
  }

  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    return with(now -> now.similarItems(item, n, filter));
  }

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    return with(now -> now.scores(user, candidates));
  }

  @Override
  public CandidateScores scoresFor(List<String> history, List<String> candidates) {
    return with(now -> now.scoresFor(history, candidates));
  }

  @Override
  public Optional<float[]> userEmbedding(String user) {
    return with(now -> now.userEmbedding(user));
  }

  @Override
  public Optional<float[]> itemEmbedding(String item) {
    return with(now -> now.itemEmbedding(item));
  }

  @Override
  public OptionalDouble itemBias(String item) {
    return with(now -> now.itemBias(item));
  }

  /** Refuses requests from now on; the bundle is freed after those in flight. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      current.leave();
    }
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("the recommender is closed");
  }

  /** A bundle and how many use it, its being the current one included. */
  private static final class Lease {

    private final OnnxRecommender recommender;
    private final AtomicInteger users = new AtomicInteger(1);

    Lease(OnnxRecommender recommender) {
      this.recommender = recommender;
    }

    /** Returns false if it is closed, or about to be. */
    boolean enter() {
      return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Closes it after the last. */
    void leave() {
      if (users.decrementAndGet() == 0) {
        recommender.close();
      }
    }
  }
}
