package io.hardgnn.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what Jackson says about a bad text into a sentence that a user of the library can act on. */
final class JsonErrors {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonErrors() {}

  static JsonException explain(IOException failure, String source, String text) {
    Place place = place(failure, text);
    String where = place == null ? source : source + ", line " + place.line() + ", column " + place.column();
    return new JsonException(
        where + ": " + detail(failure),
        place == null ? 0 : place.line(),
        place == null ? 0 : place.column(),
        failure);
  }

  /** The message of a failure to reach a file, in words where Java gives only the path. */
  static String message(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
  }

  private static String detail(IOException failure) {
    if (failure instanceof UnrecognizedPropertyException e) {
      Collection<Object> known = e.getKnownPropertyIds() == null ? List.of() : e.getKnownPropertyIds();
      return "unknown property \"" + path(e) + "\"; allowed are "
          + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }
    if (failure instanceof ValueInstantiationException e && e.getCause() != null) {
      return prefix(e) + e.getCause().getMessage();
    }
    if (failure instanceof InvalidFormatException e && e.getTargetType() != null && e.getTargetType().isEnum()) {
      return prefix(e) + "\"" + e.getValue() + "\" is not one of " + Arrays.toString(e.getTargetType().getEnumConstants());
    }
    if (failure instanceof MismatchedInputException e && e.getTargetType() != null) {
      String reason = e.getOriginalMessage();
      return reason.startsWith("Missing") || reason.startsWith("Trailing")
          ? prefix(e) + reason.replaceAll(" \\(.*", "")
          : prefix(e) + "must be " + expected(e.getTargetType()) + "; " + firstSentence(reason);
    }
    if (failure instanceof JsonProcessingException e) {
      return firstSentence(e.getOriginalMessage());
    }
    return message(failure);
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number (" + type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + ")";
    }
    if (type == float.class || type == Float.class || type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list in brackets";
    }
    return type.isEnum() ? "one of " + Arrays.toString(type.getEnumConstants()) : "a JSON object in braces";
  }

  private static String firstSentence(String text) {
    return text.lines().findFirst().orElse("not readable").replaceAll("`(?:[a-z_]+\\.)+", "`");
  }

  private static String prefix(JsonMappingException e) {
    String path = path(e);
    return path.isEmpty() ? "" : "\"" + path + "\": ";
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  private record Place(int line, int column) {
    static @Nullable Place of(@Nullable JsonLocation location) {
      return location == null || location.getLineNr() < 1
          ? null
          : new Place(location.getLineNr(), location.getColumnNr());
    }
  }

  /** The value at fault if it can be found by its path, else where the parser stood. */
  private static @Nullable Place place(IOException failure, String text) {
    if (failure instanceof JsonMappingException e && !e.getPath().isEmpty()) {
      Place found = find(e.getPath(), text);
      if (found != null) {
        return found;
      }
    }
    return failure instanceof JsonProcessingException e ? Place.of(e.getLocation()) : null;
  }

  private static @Nullable Place find(List<JsonMappingException.Reference> path, String text) {
    List<String> steps = new ArrayList<>();
    for (JsonMappingException.Reference step : path) {
      String name = step.getFieldName();
      steps.add(name == null ? Integer.toString(step.getIndex()) : name);
    }
    String wanted = steps.stream().map(s -> "/" + s.replace("~", "~0").replace("/", "~1")).collect(Collectors.joining());
    try (JsonParser json = FACTORY.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        // For an opening brace the context is already the inner one, which has no current name or index yet.
        if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
          boolean opens = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
          var context = opens ? json.getParsingContext().getParent() : json.getParsingContext();
          if (context != null && context.pathAsPointer().toString().equals(wanted)) {
            return Place.of(json.currentTokenLocation());
          }
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }
}
