package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A page that follows a training run by its log of JSON lines: losses, validation, time left. The
 * run may begin later, and may be on another machine that shares the file. The property {@code
 * sun.net.httpserver.maxReqTime} bounds the time of a request, as for {@link RecommenderService}.
 * Thread-safe.
 */
public final class TrainingPage implements AutoCloseable {

  private static final Page PAGE =
      new Page("training.html", List.of("explorer.css", "training.css", "training.js", "icon.svg"));

  /** Requests at a time: one that is sent slowly must not keep the others waiting. */
  private static final int CALLERS = 8;

  private final Address address;
  private final HttpServer server;
  private final ExecutorService callers;

  private TrainingPage(Address address, HttpServer server, ExecutorService callers) {
    this.address = address;
    this.server = server;
    this.callers = callers;
  }

  /**
   * Listens.
   *
   * @param log file of JSON lines, as {@link io.hardgnn.listener.JsonLinesListener} writes them
   * @param host address to listen at
   * @param port port to listen at, 0 for any
   * @throws IOException if the port is taken
   */
  public static TrainingPage open(Path log, String host, int port) throws IOException {
    HttpServer server = new Address(host, port).bound();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    server.setExecutor(callers);
    server.createContext("/", new Handler(log));
    server.start();
    return new TrainingPage(new Address(host, server.getAddress().getPort()), server, callers);
  }

  /** Returns the port that it listens at. */
  public int port() {
    return address.port();
  }

  /** Returns the address of the page. */
  public String url() {
    return address.url();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop(0);
    callers.shutdownNow();
  }

  /** Answers with the page, and with lines of the log. */
  private static final class Handler extends PageHandler {
    private final Path log;

    Handler(Path log) {
      super(PAGE);
      this.log = log;
    }

    @Override
    boolean has(String path) {
      return path.equals("/lines");
    }

    @Override
    Answer answer(String path, @Nullable String query) throws IOException {
      Parameters parameters = Parameters.of(query, Set.of("from", "identity"));
      String identity = parameters.has("identity") ? parameters.one("identity") : "";
      return Answer.json(LogTail.read(log, parameters.place("from"), identity));
    }

    @Override
    Answer failed(HttpExchange exchange, Exception failure) {
      return failure instanceof IllegalArgumentException
          ? error(400, failure)
          : Answer.error(
              500,
              failure.getClass().getSimpleName(),
              "cannot read " + log + ": " + Excerpt.sentence(failure));
    }
  }
}
