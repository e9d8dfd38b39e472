package io.hardgnn.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the line and column of a property or value in a JSON text by its path, for messages. */
public final class JsonPlaces {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonPlaces() {}

  /** Line and column, from 1, and how to call the value there. */
  public record Place(int line, int column, String value) {}

  private interface Visitor {
    /** Returns whether to go on. */
    boolean visit(JsonParser json, JsonToken token, List<String> path) throws IOException;
  }

  /** Where a value is; steps are property names, or indices in brackets. */
  public static @Nullable Place value(List<String> path, String text) {
    return find(path, text, false);
  }

  /** Where the name of a property is. */
  public static @Nullable Place name(List<String> path, String text) {
    return find(path, text, true);
  }

  /** The names of the properties that an object has. */
  public static List<String> propertyNames(List<String> object, String text) {
    List<String> names = new ArrayList<>();
    walk(
        text,
        (json, token, path) -> {
          if (token == JsonToken.FIELD_NAME
              && path.size() == object.size() + 1
              && path.subList(0, object.size()).equals(object)) {
            names.add(json.currentName());
          }
          return true;
        });
    return names;
  }

  private static @Nullable Place find(List<String> wanted, String text, boolean name) {
    List<Place> found = new ArrayList<>();
    walk(
        text,
        (json, token, path) -> {
          if ((token == JsonToken.FIELD_NAME) == name && path.equals(wanted)) {
            JsonLocation location = json.currentTokenLocation();
            found.add(
                new Place(location.getLineNr(), location.getColumnNr(), describe(json, token)));
          }
          return found.isEmpty();
        });
    return found.isEmpty() ? null : found.get(0);
  }

  private static void walk(String text, Visitor visitor) {
    try (JsonParser json = FACTORY.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        boolean opens = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
        JsonStreamContext context = json.getParsingContext();
        // At an opening brace the context is already the inner one.
        JsonStreamContext at = opens ? context.getParent() : context;
        if (!closes && at != null && !visitor.visit(json, token, path(at))) {
          return;
        }
      }
    } catch (IOException e) {
      // Broken further on: what was found before stands, and the message of the first failure tells
      // the rest.
      return;
    }
  }

  private static List<String> path(JsonStreamContext context) {
    Deque<String> steps = new ArrayDeque<>();
    for (JsonStreamContext c = context; c != null && !c.inRoot(); c = c.getParent()) {
      steps.addFirst(
          c.inArray() ? "[" + c.getCurrentIndex() + "]" : String.valueOf(c.getCurrentName()));
    }
    return List.copyOf(steps);
  }

  private static String describe(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.START_ARRAY) {
      return "a list";
    }
    if (token == JsonToken.START_OBJECT) {
      return "an object";
    }
    String text = json.getText();
    String shown = Excerpt.of(text);
    return token == JsonToken.VALUE_STRING ? "\"" + shown + "\"" : shown;
  }
}
