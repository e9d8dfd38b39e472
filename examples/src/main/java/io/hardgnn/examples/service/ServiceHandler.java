package io.hardgnn.examples.service;

import com.sun.net.httpserver.HttpExchange;
import io.hardgnn.OverloadedException;
import io.hardgnn.UnknownIdException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.examples.service.Turns.NoTurnException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers by the routes of a recommender, and with the explorer. Thread-safe. */
final class ServiceHandler extends PageHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceHandler.class);

  private static final Page PAGE =
      new Page("explorer.html", List.of("explorer.css", "explorer.js", "icon.svg"));

  private final Routes routes;
  private volatile boolean closing;

  ServiceHandler(Routes routes) {
    super(PAGE);
    this.routes = routes;
  }

  /** Says that the service is being closed, so that what fails from now on is no mistake of it. */
  void closing() {
    closing = true;
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
    if (failure instanceof OverloadedException || failure instanceof NoTurnException) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      // One type for both: who asks does the same about either.
      return Answer.error(
          503, OverloadedException.class.getSimpleName(), String.valueOf(failure.getMessage()));
    }
    if (failure instanceof IllegalArgumentException) {
      return error(400, failure);
    }
    if (closing) {
      return Answer.error(503, "Closing", "the service is being closed");
    }
    LOG.error(
        "{} {} failed",
        exchange.getRequestMethod(),
        Excerpt.of(String.valueOf(exchange.getRequestURI())),
        failure);
    return Answer.error(500, "InternalError", "the service failed; its log says why");
  }
}
