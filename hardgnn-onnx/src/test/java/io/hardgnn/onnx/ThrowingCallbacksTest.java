package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Embedding;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.LimitedRecommender;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommender;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A recommender whose caller's code fails in the middle of a request")
@Timeout(60)
class ThrowingCallbacksTest {

  private static final ItemFilter ALL = ItemFilter.unseen().includingKnown();
  private static final RecommendRequest ANN = RecommendRequest.forUser("ann").filter(ALL);

  @TempDir private Path folder;
  private Path bundle;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void write() {
    bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.withAllTables().build());
  }

  /** What an application may ask. */
  private enum Front {
    PLAIN,
    LIMITED,
    RELOADING,
    MONITORED
  }

  private Recommender opened(Front front) {
    return switch (front) {
      case PLAIN -> OnnxRecommender.open(bundle);
      case LIMITED -> LimitedRecommender.of(OnnxRecommender.open(bundle), 1, 0);
      case RELOADING -> ReloadingRecommender.open(bundle);
      case MONITORED ->
          RecommenderMetrics.monitor(registry, OnnxRecommender.open(bundle), Tags.empty());
    };
  }

  private static <T> T fail() {
    throw new IllegalStateException("boom");
  }

  /** A test that lets some items through before it fails. */
  private static Predicate<String> late() {
    return item -> item.compareTo("c") < 0 || ThrowingCallbacksTest.<Boolean>fail();
  }

  private static Map<String, ItemFilter> filters() {
    Map<String, ItemFilter> filters = new LinkedHashMap<>();
    filters.put("a test", ALL.matching(item -> fail()));
    filters.put("a test of a later item", ALL.matching(late()));
    filters.put(
        "a test out of memory",
        ALL.matching(
            item -> {
              throw new OutOfMemoryError("boom");
            }));
    filters.put("categories", ALL.inCategories(Set.of("new"), item -> fail()));
    filters.put("a prepared test", ALL.matching(late()).prepared());
    filters.put(
        "a test after a prepared one", ALL.matching(any -> true).prepared().matching(late()));
    filters.put("a test beside a minimum score", ALL.minimumScore(0).matching(late()));
    filters.put(
        "a prepared test beside lists",
        ALL.without(Set.of("d")).matching(late()).minimumScore(1).prepared().only(Set.of("a")));
    return filters;
  }

  /** Every kind of request that a filter is for. */
  private static Map<String, Consumer<Recommender>> filtered(ItemFilter filter) {
    return Map.of(
        "recommend", shop -> shop.recommend("ann", 3, filter),
        "recommendFor", shop -> shop.recommendFor(List.of("a", "b"), 3, filter),
        "recommendAll", shop -> shop.recommendAll(List.of(ANN, ANN.filter(filter))),
        "similarItems", shop -> shop.similarItems("a", 3, filter));
  }

  /** A list that gives one value and then fails. */
  private static <T> List<T> failing(T first) {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        if (index > 0) {
          fail();
        }
        return first;
      }

      @Override
      public int size() {
        return 3;
      }
    };
  }

  /** Every kind of request that reads a list while it is answered. */
  private static Map<String, Consumer<Recommender>> listed() {
    return Map.of(
        "scores", shop -> shop.scores("ann", failing("a")),
        "scoresFor", shop -> shop.scoresFor(List.of("a"), failing("a")),
        "embedAll", shop -> shop.embedAll(failing(History.of(List.of("b")))));
  }

  /** Answers of every kind, for comparison. */
  private static List<Object> answers(Recommender shop) {
    return List.of(
        shop.recommend(ANN),
        shop.recommend(ANN.filter(ItemFilter.unseen().minimumScore(0))),
        shop.recommendAll(List.of(ANN, RecommendRequest.forUser("bob"))),
        shop.recommendFor(List.of("c"), 5, ALL),
        shop.similarItems("a", 3),
        shop.scores("bob", List.of("a", "b", "z")),
        List.of(
            shop.embed(List.of("a", "b"))[0],
            shop.embedAll(List.of(History.of(List.of("c")))).get(0)[1]));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("answers the next ones as before, counts none as running, and closes")
  void requests(Front front) throws Exception {
    Recommender shop = opened(front);
    List<Object> before = answers(shop);
    int failures = 0;
    for (Map.Entry<String, ItemFilter> filter : filters().entrySet()) {
      for (Map.Entry<String, Consumer<Recommender>> kind : filtered(filter.getValue()).entrySet()) {
        assertFails(filter.getKey() + " in " + kind.getKey(), () -> kind.getValue().accept(shop));
        failures++;
      }
      assertThat(answers(shop)).as(filter.getKey()).isEqualTo(before);
    }
    for (Map.Entry<String, Consumer<Recommender>> kind : listed().entrySet()) {
      assertFails(kind.getKey(), () -> kind.getValue().accept(shop));
      assertThat(answers(shop)).as(kind.getKey()).isEqualTo(before);
      failures++;
    }
    if (shop instanceof LimitedRecommender limited) {
      assertThat(limited.requests()).isZero();
    }
    if (front == Front.MONITORED) {
      assertThat(timedAsErrors()).isEqualTo(failures);
    }
    assertCloses(shop);
  }

  private long timedAsErrors() {
    return registry.get("hardgnn.recommender.requests").tag("outcome", "ERROR").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static void assertFails(String what, ThrowingCallable request) {
    assertThatThrownBy(request).as(what).hasMessage("boom");
  }

  /** Closes on another thread, which waits for requests that this one would have left open. */
  private static void assertCloses(Recommender shop) throws Exception {
    CompletableFuture.runAsync(shop::close).get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> shop.recommend("ann", 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("asks a prepared test anew that failed, about every item")
  void preparedAgain() {
    AtomicInteger asked = new AtomicInteger();
    ItemFilter once =
        ALL.matching(item -> asked.incrementAndGet() == 3 ? fail() : !item.equals("c")).prepared();
    try (OnnxRecommender shop = OnnxRecommender.open(bundle)) {
      assertFails("the first time", () -> shop.recommend("ann", 5, once));
      assertThat(shop.recommend("ann", 5, once))
          .isEqualTo(shop.recommend("ann", 5, ALL.without(Set.of("c"))));
      assertThat(asked).as("three and all").hasValue(3 + 5);
    }
  }

  /** Code of the caller's that gets a recommender, or its embeddings. */
  private static Map<String, Consumer<ReloadingRecommender>> reading() {
    return Map.of(
        "a function",
        shop -> shop.with(now -> now.recommend("ann", 3, ALL.matching(late()))),
        "a function in another",
        shop -> shop.with(now -> shop.with(inner -> fail())),
        "a consumer of items",
        shop -> consume(shop.itemEmbeddings()),
        "a consumer of users",
        shop -> consume(shop.userEmbeddings()));
  }

  private static void consume(Stream<Embedding> embeddings) {
    try (embeddings) {
      embeddings.skip(1).forEach(embedding -> fail());
    }
  }

  @Test
  @DisplayName("reloads after that, and the bundle before is closed")
  void reloads() throws Exception {
    ReloadingRecommender shop = ReloadingRecommender.open(bundle);
    List<Object> before = answers(shop);
    for (Map.Entry<String, Consumer<ReloadingRecommender>> code : reading().entrySet()) {
      assertReloads(code.getKey(), shop, code.getValue());
    }
    Consumer<ReloadingRecommender> filter =
        one -> one.recommend("ann", 3, ALL.matching(item -> fail()));
    assertReloads("a filter", shop, filter);
    assertThat(answers(shop)).isEqualTo(before);
    assertCloses(shop);
  }

  private static void assertReloads(
      String what, ReloadingRecommender shop, Consumer<ReloadingRecommender> failing) {
    OnnxRecommender old = shop.with(now -> now);
    assertFails(what, () -> failing.accept(shop));
    shop.reload();
    assertThat(shop.<OnnxRecommender>with(now -> now)).as(what).isNotSameAs(old);
    assertThatThrownBy(() -> old.embed(List.of("a")))
        .as(what)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the recommender is closed");
  }
}
