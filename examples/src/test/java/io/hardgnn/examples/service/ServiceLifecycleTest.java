package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.io.ArtifactException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The HTTP service")
final class ServiceLifecycleTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static Path bundle;

  @BeforeAll
  static void write() throws IOException {
    bundle = SmallBundle.withTransitionsAndTimes(folder);
  }

  private static RecommenderService.Settings settings(Path titles, int waiting) {
    return new RecommenderService.Settings(
        bundle, "127.0.0.1", 0, titles, 2, waiting, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  @DisplayName("that cannot be opened leaves nothing open: no port, no thread, no meters")
  void leavesNothingOpen() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    for (Duration follow : List.of(Duration.ZERO, Duration.ofHours(1))) {
      int concurrent = follow.isZero() ? 2 : 0;
      RecommenderService.Settings bad =
          new RecommenderService.Settings(
              bundle, "127.0.0.1", port, Path.of(""), concurrent, 3, Duration.ofSeconds(1), follow);
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      assertThatThrownBy(() -> RecommenderService.open(bad, meters))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(meters.isClosed()).isTrue();
      new ServerSocket(port).close(); // throws if the port is taken
    }
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Set<Thread> before = reloaders();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      RecommenderService.Settings settings =
          new RecommenderService.Settings(
              bundle,
              "127.0.0.1",
              taken.getLocalPort(),
              Path.of(""),
              2,
              3,
              Duration.ofSeconds(1),
              Duration.ofHours(1));
      assertThatThrownBy(() -> RecommenderService.open(settings, meters))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1, port " + taken.getLocalPort());
    }
    assertThat(meters.isClosed()).isTrue();
    await(() -> before.containsAll(reloaders())); // those before may end meanwhile
  }

  @Test
  @DisplayName("that is closed closes its meters; closing again does nothing")
  void closes() throws IOException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RecommenderService one = RecommenderService.open(settings(Path.of(""), 3), meters);
    assertThat(meters.isClosed()).isFalse();
    one.close();
    assertThat(meters.isClosed()).isTrue();
    one.close();
  }

  @Test
  @DisplayName("refuses what is beyond its capacity with 503")
  void overloaded() throws IOException {
    try (RecommenderService small =
        RecommenderService.open(
            new RecommenderService.Settings(
                bundle,
                "127.0.0.1",
                0,
                Path.of(""),
                1,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60)))) {
      String history =
          IntStream.range(0, 500)
              .mapToObj(at -> "item=i" + at % 60)
              .collect(Collectors.joining("&"));
      URI place = URI.create("http://127.0.0.1:" + small.port() + "/recommend?n=50&" + history);
      List<HttpResponse<String>> refused = new ArrayList<>();
      for (int round = 0; round < 50 && refused.isEmpty(); round++) {
        List<CompletableFuture<HttpResponse<String>>> all =
            IntStream.range(0, 32)
                .mapToObj(
                    caller ->
                        CLIENT.sendAsync(
                            HttpRequest.newBuilder(place).build(), BodyHandlers.ofString()))
                .toList();
        all.stream()
            .map(CompletableFuture::join)
            .filter(response -> response.statusCode() != 200)
            .forEach(refused::add);
      }
      assertThat(refused)
          .isNotEmpty()
          .allSatisfy(
              response -> {
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.body()).contains("OverloadedException");
                assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
              });
    }
  }

  @Test
  @DisplayName("does not start without a bundle, or with titles that are none")
  void start(@TempDir Path other) throws IOException {
    assertThatThrownBy(
            () -> RecommenderService.open(new RecommenderService.Settings(other.resolve("none"))))
        .isInstanceOf(ArtifactException.class);
    Path titles = Files.writeString(other.resolve("titles.tsv"), "i1\tOne\nTwo\n");
    assertThatThrownBy(() -> RecommenderService.open(settings(titles, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("titles.tsv:2: expected an id, a tab and a title");
    Files.write(titles, new byte[] {'i', '1', '\t', (byte) 0xE4, '\n'});
    assertThatThrownBy(() -> RecommenderService.open(settings(titles, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("titles.tsv: expected text in UTF-8");
  }

  private static Set<Thread> reloaders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("hardgnn-reload"))
        .collect(Collectors.toSet());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting after ten seconds").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
