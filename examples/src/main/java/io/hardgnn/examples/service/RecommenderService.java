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
 *   System.out.println(service.url());
 *   Thread.sleep(60_000);
 * }
 * }</pre>
 *
 * <p>It follows the bundle's directory, counts what it does, and refuses what is beyond its
 * capacity. A request that is sent by half keeps a thread of it until the server gives up: set the
 * property {@code sun.net.httpserver.maxReqTime}, in seconds, before the first server of the JVM.
 * Thread-safe.
 */
public final class RecommenderService implements AutoCloseable {

  private final Address address;
  private final Closing closing;

  /**
   * What a service is started with.
   *
   * @param bundle the exported model
   * @param host address to listen at
   * @param port port to listen at, 0 for any
   * @param titles file of titles, lines of an id, a tab and a title; empty for none
   * @param concurrent requests that are computed at a time, and beside them as many searches for
   *     ids and titles and as many answers' reasons
   * @param waiting requests that wait meanwhile, for recommendations, for searches and for reasons
   *     each; one more is refused
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

  private RecommenderService(Address address, Closing closing) {
    this.address = address;
    this.closing = closing;
  }

  /**
   * Opens the model and listens.
   *
   * @throws io.hardgnn.io.ArtifactException if the bundle cannot be opened
   * @throws IOException if the titles cannot be read, or the port is taken
   * @throws io.hardgnn.data.DataException if the titles are not lines of UTF-8 as described
   * @throws IllegalArgumentException if a number of the settings is out of its range
   */
  public static RecommenderService open(Settings settings) throws IOException {
    return open(settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /**
   * Opens the model and listens.
   *
   * @param meters is closed with the service, also if it cannot be opened
   */
  static RecommenderService open(Settings settings, PrometheusMeterRegistry meters)
      throws IOException {
    Closing closing = new Closing();
    closing.push(meters::close);
    try {
      Titles titles =
          settings.titles().toString().isEmpty() ? Titles.none() : Titles.read(settings.titles());
      ReloadingRecommender bundles = ReloadingRecommender.open(settings.bundle());
      closing.push(bundles::close);
      bundles.follow(settings.follow());
      Recommender recommender =
          RecommenderMetrics.monitor(
              meters,
              LimitedRecommender.of(bundles, settings.concurrent(), settings.waiting())
                  .timeout(settings.timeout()),
              Tags.empty());
      // A thread for each request that is computed or waits, by the recommender, for a search or
      // for reasons, and some for those that are refused.
      ExecutorService callers =
          Executors.newFixedThreadPool(3 * (settings.concurrent() + settings.waiting()) + 8);
      closing.push(callers::shutdown);
      HttpServer server = new Address(settings.host(), settings.port()).bound();
      closing.push(() -> server.stop(1));
      server.setExecutor(callers);
      ServiceHandler handler =
          new ServiceHandler(new Routes(settings, bundles, recommender, meters, titles));
      closing.push(handler::closing);
      server.createContext("/", handler);
      server.start();
      return new RecommenderService(
          new Address(settings.host(), server.getAddress().getPort()), closing);
    } catch (IOException | RuntimeException | Error e) {
      closing.closeAfter(e);
      throw e;
    }
  }

  /** Returns the port that it listens at. */
  public int port() {
    return address.port();
  }

  /** Returns the address of the explorer. */
  public String url() {
    return address.url();
  }

  /** Ends requests under way within a second, and frees the model. Closing again does nothing. */
  @Override
  public void close() {
    closing.close();
  }
}
