package io.hardgnn.examples.service;

import io.hardgnn.io.Json;
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
}
