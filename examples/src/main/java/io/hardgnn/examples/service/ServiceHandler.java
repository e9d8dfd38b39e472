package io.hardgnn.examples.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.hardgnn.OverloadedException;
import io.hardgnn.UnknownIdException;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of HTTP: finds the route, or a file of the page, and turns what is thrown into a
 * status and a body of JSON. Thread-safe.
 */
final class ServiceHandler implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(ServiceHandler.class);

  /** Files of the page by path. */
  private static final Map<String, String> FILES =
      Map.of(
          "/", "text/html; charset=utf-8",
          "/explorer.css", "text/css; charset=utf-8",
          "/explorer.js", "text/javascript; charset=utf-8",
          "/icon.svg", "image/svg+xml");

  private final Routes routes;

  ServiceHandler(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    boolean page = FILES.containsKey(path);
    if (!page && !routes.has(path)) {
      return Answer.error(404, "NoSuchPath", "there is nothing at " + Excerpt.of(path));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.error(405, "MethodNotAllowed", "only GET and HEAD are answered");
    }
    try {
      return page ? file(path) : routes.answer(path, exchange.getRequestURI().getRawQuery());
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

  private static Answer file(String path) throws IOException {
    String name = path.equals("/") ? "explorer.html" : path.substring(1);
    try (InputStream in = ServiceHandler.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      return new Answer(200, String.valueOf(FILES.get(path)), in.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.mediaType());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    headers.set("Cache-Control", "no-store");
    boolean body = !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), body ? answer.body().length : -1);
    if (body) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }
}
