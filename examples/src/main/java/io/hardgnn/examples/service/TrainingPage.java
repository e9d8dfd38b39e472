package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A page that follows a training run by its log of JSON lines: losses, validation, time left. The
 * run may begin later, and may be on another machine that shares the file. Thread-safe.
 */
public final class TrainingPage implements AutoCloseable {

  private static final Page PAGE =
      new Page("training.html", List.of("explorer.css", "training.css", "training.js", "icon.svg"));

  private final HttpServer server;
  private final Path log;

  private TrainingPage(HttpServer server, Path log) {
    this.server = server;
    this.log = log;
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
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    TrainingPage page = new TrainingPage(server, log);
    server.createContext("/", page::handle);
    server.start();
    return page;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    try {
      if (PAGE.has(path)) {
        return PAGE.file(path);
      }
      if (path.equals("/lines")) {
        String query = exchange.getRequestURI().getRawQuery();
        return Answer.json(LogTail.read(log, Parameters.of(query, Set.of("from")).place("from")));
      }
      return Answer.error(404, "NoSuchPath", "there is nothing at " + Excerpt.of(path));
    } catch (IllegalArgumentException e) {
      return Answer.error(400, "IllegalArgumentException", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Answer.error(500, "IOException", "cannot read " + log + ": " + Excerpt.sentence(e));
    }
  }

  /** Returns the port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop(0);
  }
}
