package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.CandidateScores;
import io.hardgnn.Embedding;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.serving.ObservedHistories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
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
 * <p>Or let it {@link #follow} the directory.
 *
 * <p>A request is answered by the bundle that was current when it came; the old one is closed after
 * its last request, so for a moment both are in memory. Two requests one after the other may be
 * answered by different bundles: use {@link #with} where several must see one.
 *
 * <p>Thread-safe. After {@link #close} requests are {@link IllegalStateException}s.
 */
public final class ReloadingRecommender implements Recommender {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadingRecommender.class);

  /** Failed reloads after which the time until the next one grows no more. */
  private static final int MOST_DOUBLINGS = 6;

  private final Path directory;
  private final InferenceOptions options;
  private final ObservedHistories observed = new ObservedHistories(); // outlives each bundle

  /** The bundle by which this thread is answering. */
  private final ThreadLocal<@Nullable Lease> held = new ThreadLocal<>();

  private volatile Lease current;
  private volatile boolean closed;
  private boolean ended; // closed, and its own use of the current bundle given up
  private volatile String seen;
  private volatile @Nullable Throwable failure;
  private int failures; // of reloads, one after the other
  private int lookedSince; // how often since the last of them
  private @Nullable ScheduledExecutorService follower;

  private ReloadingRecommender(Path directory, InferenceOptions options) {
    this.directory = directory;
    this.options = options;
    this.seen = ArtifactDirectory.state(directory);
    this.current = new Lease(OnnxRecommender.open(directory, options, observed));
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
    Lease before = current;
    SwapEvent event = new SwapEvent();
    event.begin();
    event.fromVersion = before.recommender.info().version();
    try {
      seen = ArtifactDirectory.state(directory);
      Lease next = new Lease(OnnxRecommender.open(directory, options, observed));
      current = next;
      failure = null;
      failures = 0;
      event.toVersion = next.recommender.info().version();
      LOG.info(
          "went over from {} to {} of {}, made {}",
          event.fromVersion,
          event.toVersion,
          directory,
          next.recommender
              .provenance()
              .getOrDefault(ModelProvenance.CREATED_AT, "at no known time"));
    } catch (RuntimeException | Error e) {
      failure = e;
      failures++;
      lookedSince = 0;
      event.failure = Excerpt.sentence(e);
      LOG.warn("stays with {} of {}: {}", event.fromVersion, directory, event.failure);
      throw e;
    } finally {
      event.commit();
    }
    before.leave();
  }

  /**
   * Looks from now on whether another bundle is in the directory, and reloads if there is. One that
   * cannot be opened, such as one that is still being copied, is tried again after 1, 2, 4 and so
   * on up to 64 looks, and at once when another is published; the log and {@link #failure} say why
   * it could not. A second call replaces the first.
   *
   * @param interval how long to wait between two looks, above 0
   * @return this
   * @throws IllegalArgumentException if the interval is not above 0
   * @throws IllegalStateException if this is closed
   */
  public synchronized ReloadingRecommender follow(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("an interval must be above 0: " + interval);
    }
    if (closed) {
      throw isClosed();
    }
    if (follower != null) {
      follower.shutdown(); // a look that goes on must not be interrupted in the middle of a bundle
    }
    ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "hardgnn-reload");
              thread.setDaemon(true);
              return thread;
            });
    long nanos = TimeUnit.NANOSECONDS.convert(interval);
    ScheduledFuture<?> unused =
        looking.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    follower = looking;
    return this;
  }

  private synchronized void look() {
    try {
      lookedSince++;
      boolean again = failures > 0 && lookedSince >= 1 << Math.min(failures - 1, MOST_DOUBLINGS);
      if (again || isChanged()) {
        reload();
      }
    } catch (RuntimeException | Error e) {
      // A failed reload is logged and kept as the failure, out of memory too; the next look must
      // come all the same.
      LOG.debug("{} is looked at again later", directory, e);
    }
  }

  private boolean isChanged() {
    try {
      return !ArtifactDirectory.state(directory).equals(seen);
    } catch (RuntimeException e) {
      return failures == 0; // a reload finds it, too, and keeps it as the failure
    }
  }

  /**
   * Returns why the last reload left the bundle before in its place, or nothing if it did not: for
   * a page about the health of the application.
   */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Answers something by one bundle, however many requests it takes.
   *
   * @param requests gets the recommender of now, which must not be kept or closed
   * @throws IllegalStateException if this is closed
   */
  public <T> T with(Function<OnnxRecommender, T> requests) {
    requireNonNull(requests, "requests");
    Lease outer = held.get();
    if (outer != null) { // what a request asks for itself, as in a test of a filter, belongs to it
      return requests.apply(outer.recommender);
    }
    Lease lease = entered();
    try {
      held.set(lease);
      return requests.apply(lease.recommender);
    } finally {
      held.remove();
      lease.leave();
    }
  }

  /** Returns the lease of now, entered. */
  private Lease entered() {
    while (!closed) {
      Lease lease = current;
      if (lease.enter()) {
        return lease;
      } // otherwise it was replaced in between
    }
    throw isClosed();
  }

  @Override
  public Recommendations recommend(RecommendRequest request) {
    return with(now -> now.recommend(request));
  }

  @Override
  public List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    return with(now -> now.recommendAll(requests));
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
  public CandidateScores scoresFor(History history, List<String> candidates) {
    return with(now -> now.scoresFor(history, candidates));
  }

  @Override
  public boolean observe(String user, String item, Instant time) {
    return with(now -> now.observe(user, item, time));
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
  public boolean userEmbedding(String user, float[] target) {
    return with(now -> now.userEmbedding(user, target));
  }

  @Override
  public boolean itemEmbedding(String item, float[] target) {
    return with(now -> now.itemEmbedding(item, target));
  }

  @Override
  public OptionalDouble itemBias(String item) {
    return with(now -> now.itemBias(item));
  }

  @Override
  public float[] embed(History history) {
    return with(now -> now.embed(history));
  }

  @Override
  public List<float[]> embedAll(List<History> histories) {
    return with(now -> now.embedAll(histories));
  }

  /**
   * {@inheritDoc} All of one bundle, which is kept open until the stream is read to its end or
   * closed.
   */
  @Override
  public Stream<Embedding> userEmbeddings() {
    return stream(OnnxRecommender::userEmbeddings);
  }

  /**
   * {@inheritDoc} All of one bundle, which is kept open until the stream is read to its end or
   * closed.
   */
  @Override
  public Stream<Embedding> itemEmbeddings() {
    return stream(OnnxRecommender::itemEmbeddings);
  }

  Stream<Embedding> stream(Function<OnnxRecommender, Stream<Embedding>> reading) {
    Lease outer = held.get();
    Lease lease = outer != null && outer.enter() ? outer : entered();
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            lease.leave();
          }
        };
    try {
      return leavingAtEnd(reading.apply(lease.recommender).iterator(), leave);
    } catch (RuntimeException | Error e) { // nobody has the stream, to read or close it
      leave.run();
      throw e;
    }
  }

  private static Stream<Embedding> leavingAtEnd(Iterator<Embedding> all, Runnable leave) {
    Iterator<Embedding> leaving =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            if (all.hasNext()) {
              return true;
            }
            leave.run();
            return false;
          }

          @Override
          public Embedding next() {
            return all.next();
          }
        };
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(leaving, order), false)
        .onClose(leave);
  }

  @Override
  public Vocabulary users() {
    return with(OnnxRecommender::users);
  }

  @Override
  public Vocabulary items() {
    return with(OnnxRecommender::items);
  }

  @Override
  public History history(String user) {
    return with(now -> now.history(user));
  }

  @Override
  public RecommenderInfo info() {
    return with(OnnxRecommender::info);
  }

  /**
   * Refuses requests from now on; the bundle is freed after those in flight. Waits for a reload
   * under way.
   */
  @Override
  public void close() {
    closed = true;
    end();
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      if (follower != null) {
        follower.shutdown(); // a look under way ends by itself
      }
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
