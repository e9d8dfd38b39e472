package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.hardgnn.ForwardingRecommender;
import io.hardgnn.Recommender;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The HTTP service, beyond its limits and while it is closed,")
@Timeout(60)
final class ServiceLimitsTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static Path bundle;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @BeforeAll
  static void export() {
    bundle = SmallBundle.withTransitionsAndTimes(folder);
  }

  /** One at a time, and none waits long. */
  private static RecommenderService.Settings settings() {
    return new RecommenderService.Settings(
        bundle, "127.0.0.1", 0, Path.of(""), 1, 10, Duration.ofMillis(100), Duration.ofHours(1));
  }

  private static HttpResponse<String> get(int port, String place) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + place);
    return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  /** Lets nobody look up ids before it is told to. */
  private static final class SlowIds extends ForwardingRecommender {
    private final CountDownLatch looking = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    SlowIds(Recommender recommender) {
      super(recommender);
    }

    private void waitForIt() {
      looking.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Vocabulary users() {
      waitForIt();
      return super.users();
    }

    @Override
    public Vocabulary items() {
      waitForIt();
      return super.items();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/users", "/items"})
  @DisplayName("searches in turns, and refuses a search whose turn does not come")
  void searches(String path) throws Exception {
    try (ReloadingRecommender bundles = ReloadingRecommender.open(bundle)) {
      SlowIds slow = new SlowIds(bundles);
      Routes routes = new Routes(settings(), bundles, slow, meters, Titles.none());
      CompletableFuture<Answer> first =
          CompletableFuture.supplyAsync(() -> routes.answer("/users", "q=u"));
      slow.looking.await();
      assertThatThrownBy(() -> routes.answer(path, "q=1"))
          .isInstanceOf(Turns.NoTurnException.class)
          .hasMessage("the request's turn did not come within 100 ms; ask again later");
      slow.goOn.countDown();
      assertThat(first.join().status()).isEqualTo(200);
      assertThat(routes.answer(path, "q=1").status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("answers 503 where a search is refused, and goes on with what is no search")
  void refused() throws Exception {
    try (ReloadingRecommender bundles = ReloadingRecommender.open(bundle)) {
      SlowIds slow = new SlowIds(bundles);
      HttpServer server = serving(new ServiceHandler(routes(bundles, slow)));
      try {
        int port = server.getAddress().getPort();
        CompletableFuture<Integer> first =
            CompletableFuture.supplyAsync(() -> status(port, "/items?q=1"));
        slow.looking.await();
        HttpResponse<String> second = get(port, "/items?q=2");
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(second.body()).contains("OverloadedException").contains("within 100 ms");
        assertThat(status(port, "/recommend?user=u3")).isEqualTo(200);
        slow.goOn.countDown();
        assertThat(first.join()).isEqualTo(200);
      } finally {
        server.stop(0);
      }
    }
  }

  private Routes routes(ReloadingRecommender bundles, Recommender recommender) {
    return new Routes(settings(), bundles, recommender, meters, Titles.none());
  }

  private static int status(int port, String place) {
    try {
      return get(port, place).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static HttpServer serving(ServiceHandler handler) throws IOException {
    HttpServer server = new Address("127.0.0.1", 0).bound();
    server.setExecutor(task -> new Thread(task).start());
    server.createContext("/", handler);
    server.start();
    return server;
  }

  @Test
  @DisplayName("counts an answer with reasons as one request")
  void reasons() throws Exception {
    try (RecommenderService service = RecommenderService.open(settings(), meters)) {
      assertThat(get(service.port(), "/recommend?reasons=true&user=u3").body())
          .contains("becauseOf");
      assertThat(requests("recommend")).isOne();
      assertThat(requests("scores")).isZero();
    }
  }

  private long requests(String kind) {
    return meters
        .get("hardgnn.recommender.requests")
        .tags("request", kind, "outcome", "SUCCESS")
        .timer()
        .count();
  }

  @Test
  @DisplayName("takes what fails for a mistake of its own only until it is closed")
  void closing() throws Exception {
    ReloadingRecommender bundles = ReloadingRecommender.open(bundle);
    ServiceHandler handler = new ServiceHandler(routes(bundles, bundles));
    HttpServer server = serving(handler);
    try {
      int port = server.getAddress().getPort();
      assertThat(status(port, "/recommend?user=u3")).isEqualTo(200);
      bundles.close();
      assertThat(status(port, "/recommend?user=u3")).isEqualTo(500);
      handler.closing();
      HttpResponse<String> late = get(port, "/recommend?user=u3");
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("the service is being closed");
    } finally {
      server.stop(0);
    }
  }
}
