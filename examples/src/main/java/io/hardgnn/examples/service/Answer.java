package io.hardgnn.examples.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is sent back: a status of HTTP, a media type and a body. */
@SuppressWarnings("ArrayRecordComponent") // sent once
record Answer(int status, String mediaType, byte[] body) {

  /** Returns a success with a value as JSON. */
  static Answer json(Object value) {
    return json(200, value);
  }

  /** Returns a value as JSON. */
  static Answer json(int status, Object value) {
    return text(status, "application/json", Json.text(value));
  }

  /** Returns an error by the name of its type and a message for people. */
  static Answer error(int status, String type, String message) {
    return json(status, Map.of("status", status, "type", type, "message", message));
  }

  /** Returns a text. */
  static Answer text(int status, String mediaType, String text) {
    return new Answer(status, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends it; a request of {@code HEAD} gets no body. */
  void send(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    headers.set("Cache-Control", "no-store");
    boolean hasBody = !exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, hasBody && body.length > 0 ? body.length : -1);
    if (hasBody && body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
