package io.hardgnn.onnx;

import io.hardgnn.AnswerSource;
import io.hardgnn.CandidateScores;
import io.hardgnn.ForwardingRecommender;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Meters of a recommender for Micrometer, which the application has to have on its class path.
 *
 * <pre>{@code
 * Recommender shop =
 *     RecommenderMetrics.monitor(
 *         io.micrometer.core.instrument.Metrics.globalRegistry,
 *         OnnxRecommender.open(Path.of("onnx")),
 *         io.micrometer.core.instrument.Tags.of("model", "shop"));
 * }</pre>
 *
 * <p>{@code hardgnn.recommender.requests} is a timer by {@code request} (recommend, recommend_all,
 * similar_items, scores, embed) and {@code outcome} (SUCCESS, ERROR). {@code
 * hardgnn.recommender.answers} counts lists by {@code source}, an {@link AnswerSource} in lower
 * case; {@code hardgnn.recommender.unknown.items} counts the items that the model does not know:
 * those of histories that recommendations are asked for, and those observed. {@code
 * hardgnn.recommender.model.age} is the time since the end of the training and {@code
 * hardgnn.recommender.model.version} the number of the bundle's version; both are NaN where they
 * are not known, or the recommender is closed. Of several recommenders with the same tags these two
 * show the one that was monitored last; the others count for all.
 *
 * <p>Thread-safe.
 */
public final class RecommenderMetrics extends ForwardingRecommender {

  private static final String PREFIX = "hardgnn.recommender.";
  private static final Pattern NUMBER = Pattern.compile("version-([0-9]+)-.*");

  /** Names of tags that meters have of their own. */
  private static final Set<String> OWN_TAGS = Set.of("request", "outcome", "source");

  /** The two timers of a kind of request. */
  private record Timers(Timer success, Timer error) {}

  private final Map<String, Timers> timers = new HashMap<>();
  private final Map<AnswerSource, Counter> answers = new EnumMap<>(AnswerSource.class);
  private final Counter unknownItems;

  private RecommenderMetrics(MeterRegistry registry, Recommender recommender, Iterable<Tag> tags) {
    super(recommender);
    for (String request :
        List.of("recommend", "recommend_all", "similar_items", "scores", "embed")) {
      timers.put(
          request,
          new Timers(
              timer(registry, request, "SUCCESS", tags), timer(registry, request, "ERROR", tags)));
    }
    for (AnswerSource source : AnswerSource.values()) {
      answers.put(
          source,
          Counter.builder(PREFIX + "answers")
              .description("Lists of recommendations by what they were made of")
              .tags(tags)
              .tag("source", source.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    unknownItems =
        Counter.builder(PREFIX + "unknown.items")
            .description("Items of histories that the model does not know")
            .baseUnit("items")
            .tags(tags)
            .register(registry);
    TimeGauge.Builder<Recommender> age =
        TimeGauge.builder(
                PREFIX + "model.age", recommender, TimeUnit.SECONDS, RecommenderMetrics::age)
            .description("Time since the end of the training")
            .tags(tags);
    Gauge.Builder<Recommender> version =
        Gauge.builder(PREFIX + "model.version", recommender, RecommenderMetrics::version)
            .description("Number of the version of the bundle")
            .tags(tags);
    inPlace(registry, () -> age.register(registry));
    inPlace(registry, () -> version.register(registry));
  }

  /** Registers a meter in place of one of the same name and tags, which would stay otherwise. */
  private static void inPlace(MeterRegistry registry, Supplier<Meter> registration) {
    registry.remove(registration.get());
    Meter unused = registration.get();
  }

  private static Timer timer(
      MeterRegistry registry, String request, String outcome, Iterable<Tag> tags) {
    return Timer.builder(PREFIX + "requests")
        .description("Requests to the recommender")
        .tags(tags)
        .tag("request", request)
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * Returns a recommender that answers as another one and counts and times its answers.
   *
   * @param registry gets the meters
   * @param recommender is closed with this one
   * @param tags of all meters, such as the name of the model; not {@code request}, {@code outcome}
   *     or {@code source}, which some have of their own
   * @throws IllegalArgumentException if one is of those names
   */
  public static Recommender monitor(
      MeterRegistry registry, Recommender recommender, Iterable<Tag> tags) {
    for (Tag tag : tags) {
      if (OWN_TAGS.contains(tag.getKey())) {
        throw new IllegalArgumentException(
            "a tag of all meters may not be called '"
                + tag.getKey()
                + "', which some have of their own; call it otherwise");
      }
    }
    return new RecommenderMetrics(registry, recommender, tags);
  }

  private static double age(Recommender recommender) {
    try {
      return recommender
          .info()
          .createdAt()
          .map(at -> Duration.between(at, Instant.now()).toMillis() / 1e3)
          .orElse(Double.NaN);
    } catch (IllegalStateException e) {
      return Double.NaN; // it is closed
    }
  }

  private static double version(Recommender recommender) {
    try {
      Matcher version = NUMBER.matcher(recommender.info().version());
      return version.matches() ? Double.parseDouble(version.group(1)) : Double.NaN;
    } catch (IllegalStateException e) {
      return Double.NaN; // it is closed
    }
  }

  private <T> T timed(String request, Supplier<T> call) {
    Timers of = Objects.requireNonNull(timers.get(request));
    long begin = System.nanoTime();
    boolean answered = false;
    try {
      T answer = call.get();
      answered = true;
      return answer;
    } finally {
      (answered ? of.success() : of.error())
          .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  private void count(Recommendations answer) {
    Objects.requireNonNull(answers.get(answer.source())).increment();
    if (!answer.unknownItems().isEmpty()) {
      unknownItems.increment(answer.unknownItems().size());
    }
  }

  @Override
  public Recommendations recommend(RecommendRequest request) {
    Recommendations answer = timed("recommend", () -> super.recommend(request));
    count(answer);
    return answer;
  }

  @Override
  public List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    List<Recommendations> all = timed("recommend_all", () -> super.recommendAll(requests));
    all.forEach(this::count);
    return all;
  }

  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    return timed("similar_items", () -> super.similarItems(item, n, filter));
  }

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    return timed("scores", () -> super.scores(user, candidates));
  }

  @Override
  public CandidateScores scoresFor(History history, List<String> candidates) {
    return timed("scores", () -> super.scoresFor(history, candidates));
  }

  @Override
  public float[] embed(History history) {
    return timed("embed", () -> super.embed(history));
  }

  @Override
  public List<float[]> embedAll(List<History> histories) {
    return timed("embed", () -> super.embedAll(histories));
  }

  @Override
  public boolean observe(String user, String item, Instant time) {
    boolean known = super.observe(user, item, time);
    if (!known) {
      unknownItems.increment();
    }
    return known;
  }
}
