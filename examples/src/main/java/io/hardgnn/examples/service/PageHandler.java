package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of HTTP by the files of a page and by paths beside it, and turns a wrong request
 * into a status and a body of JSON.
 */
abstract class PageHandler implements HttpHandler {

  private final Page page;

  PageHandler(Page page) {
    this.page = page;
  }

  /** Returns whether there is something at a path beside the page. */
  abstract boolean has(String path);

  /** Answers a request for such a path. */
  abstract Answer answer(String path, @Nullable String query) throws IOException;

  /**
   * Returns what to say of a failure that is not the request's fault, or not that alone.
   *
   * @param exchange takes headers
   */
  abstract Answer failed(HttpExchange exchange, Exception failure);

  @Override
  public final void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    boolean file = page.has(path);
    if (!file && !has(path)) {
      return Answer.error(404, "NoSuchPath", "there is nothing at " + Excerpt.of(path));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.error(405, "MethodNotAllowed", "only GET and HEAD are answered");
    }
    try {
      return file ? page.file(path) : answer(path, exchange.getRequestURI().getRawQuery());
    } catch (RuntimeException | IOException e) {
      return failed(exchange, e);
    }
  }

  static Answer error(int status, Exception e) {
    return Answer.error(status, e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
  }
}
