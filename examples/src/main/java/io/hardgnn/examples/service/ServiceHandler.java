package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.hardgnn.OverloadedException;
import io.hardgnn.UnknownIdException;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of HTTP: finds the route, or a file of the page, and turns what is thrown into a
 * status and a body of JSON. Thread-safe.
 */
final class ServiceHandler implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(ServiceHandler.class);

  private static final Page PAGE =
      new Page("explorer.html", List.of("explorer.css", "explorer.js", "icon.svg"));

  private final Routes routes;

  ServiceHandler(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    boolean page = PAGE.has(path);
    if (!page && !routes.has(path)) {
      return Answer.error(404, "NoSuchPath", "there is nothing at " + Excerpt.of(path));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.error(405, "MethodNotAllowed", "only GET and HEAD are answered");
    }
    try {
      return page ? PAGE.file(path) : routes.answer(path, exchange.getRequestURI().getRawQuery());
    } catch (UnknownIdException e) {
      return error(404, e);
    } catch (OverloadedException e) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      return error(503, e);
    } catch (IllegalArgumentException e) {
      return error(400, e);
    } catch (RuntimeException | IOException e) {
      log.error("{} {} failed", method, Excerpt.of(String.valueOf(exchange.getRequestURI())), e);
      return Answer.error(500, "InternalError", "the service failed; its log says why");
    }
  }

  private static Answer error(int status, RuntimeException e) {
    return Answer.error(status, e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
  }
}
