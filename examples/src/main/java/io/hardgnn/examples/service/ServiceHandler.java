package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import io.hardgnn.OverloadedException;
import io.hardgnn.UnknownIdException;
import io.hardgnn.error.Excerpt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers by the routes of a recommender, and with the explorer. Thread-safe. */
final class ServiceHandler extends PageHandler {

  private static final Logger log = LoggerFactory.getLogger(ServiceHandler.class);

  private static final Page PAGE =
      new Page("explorer.html", List.of("explorer.css", "explorer.js", "icon.svg"));

  private final Routes routes;

  ServiceHandler(Routes routes) {
    super(PAGE);
    this.routes = routes;
  }

  @Override
  boolean has(String path) {
    return routes.has(path);
  }

  @Override
  Answer answer(String path, @Nullable String query) {
    return routes.answer(path, query);
  }

  @Override
  Answer failed(HttpExchange exchange, Exception failure) {
    if (failure instanceof UnknownIdException) {
      return error(404, failure);
    }
    if (failure instanceof OverloadedException) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      return error(503, failure);
    }
    if (failure instanceof IllegalArgumentException) {
      return error(400, failure);
    }
    log.error(
        "{} {} failed",
        exchange.getRequestMethod(),
        Excerpt.of(String.valueOf(exchange.getRequestURI())),
        failure);
    return Answer.error(500, "InternalError", "the service failed; its log says why");
  }
}
