package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpServer;
import io.hardgnn.LimitedRecommender;
import io.hardgnn.Recommender;
import io.hardgnn.onnx.RecommenderMetrics;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP service around an exported model, on the JDK's own server.
 *
 * <pre>{@code
 * try (RecommenderService service =
 *     RecommenderService.open(new RecommenderService.Settings(Path.of("onnx")))) {
 *   System.out.println("http://localhost:" + service.port() + "/");
 *   Thread.sleep(60_000);
 * }
 * }</pre>
 *
 * <p>It follows the bundle's directory, counts what it does, and refuses what is beyond its
 * capacity. Thread-safe.
 */
public final class RecommenderService implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService callers;
  private final Recommender recommender;

  /**
   * What a service is started with.
   *
   * @param bundle the exported model
   * @param host address to listen at
   * @param port port to listen at, 0 for any
   * @param titles file of titles, lines of an id, a tab and a title; empty for none
   * @param concurrent requests that are computed at a time
   * @param waiting requests that wait meanwhile; one more is refused
   * @param timeout how long one waits before it is refused
   * @param follow how often it looks for a new bundle
   */
  public record Settings(
      Path bundle,
      String host,
      int port,
      Path titles,
      int concurrent,
      int waiting,
      Duration timeout,
      Duration follow) {

    /** Creates the defaults: any port of this machine alone, a request for each processor. */
    public Settings(Path bundle) {
      this(
          bundle,
          "127.0.0.1",
          0,
          Path.of(""),
          Runtime.getRuntime().availableProcessors(),
          100,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));
    }
  }

  private RecommenderService(HttpServer server, ExecutorService callers, Recommender recommender) {
    this.server = server;
    this.callers = callers;
    this.recommender = recommender;
  }

  /**
   * Opens the model and listens.
   *
   * @throws io.hardgnn.io.ArtifactException if the bundle cannot be opened
   * @throws IOException if the titles cannot be read, or the port is taken
   */
  public static RecommenderService open(Settings settings) throws IOException {
    Titles titles =
        settings.titles().toString().isEmpty() ? Titles.none() : Titles.read(settings.titles());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ReloadingRecommender bundles;
    try {
      bundles = ReloadingRecommender.open(settings.bundle());
    } catch (RuntimeException e) {
      server.stop(0);
      throw e;
    }
    bundles.follow(settings.follow());
    Recommender recommender =
        RecommenderMetrics.monitor(
            meters,
            LimitedRecommender.of(bundles, settings.concurrent(), settings.waiting())
                .timeout(settings.timeout()),
            Tags.empty());
    // A thread for each request that is computed or waits, and some for those that are refused.
    ExecutorService callers =
        Executors.newFixedThreadPool(settings.concurrent() + settings.waiting() + 8);
    server.setExecutor(callers);
    server.createContext("/", new ServiceHandler(new Routes(bundles, recommender, meters, titles)));
    server.start();
    return new RecommenderService(server, callers, recommender);
  }

  /** Returns the port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends requests under way within a second, and frees the model. */
  @Override
  public void close() {
    server.stop(1);
    callers.shutdown();
    recommender.close();
  }
}
