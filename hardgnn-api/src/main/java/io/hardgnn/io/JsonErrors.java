package io.hardgnn.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.internal.json.JsonPlaces;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Jackson says about a bad text into a sentence that a user of the library can act on.
 */
final class JsonErrors {

  private JsonErrors() {}

  /**
   * What could not be read.
   *
   * @param source its name in messages
   * @param content JSON
   * @param hasLines whether somebody has the content, so that a message may name its lines
   */
  record Text(String source, String content, boolean hasLines) {}

  static JsonException explain(IOException failure, Text text) {
    return failure instanceof JsonMappingException e
        ? explainMapping(e, text)
        : exception(text, place(failure), sentence(failure), failure);
  }

  /** The message of a failure to reach a file, in words where Java gives only the path. */
  static String message(IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no such file"
        : Excerpt.sentence(Disk.reason(e));
  }

  private static JsonException explainMapping(JsonMappingException e, Text text) {
    List<String> path = path(e);
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known =
          unknown.getKnownPropertyIds() == null ? List.of() : unknown.getKnownPropertyIds();
      Set<String> allowed = new TreeSet<>();
      known.forEach(name -> allowed.add(String.valueOf(name)));
      return unknown(path, allowed, text, e);
    }
    if (isMissingProperty(e)) {
      // A misspelt property is both unknown and missing; Jackson sees the latter first, people mean
      // the former.
      List<String> owner = path.subList(0, path.size() - 1);
      Set<String> allowed = Json.propertyNames(e.getPath().get(path.size() - 1).getFrom());
      for (String given : JsonPlaces.propertyNames(owner, text.content())) {
        if (!allowed.isEmpty() && !allowed.contains(given)) {
          List<String> misspelt = new ArrayList<>(owner);
          misspelt.add(given);
          return unknown(misspelt, allowed, text, e);
        }
      }
      return exception(
          text,
          JsonPlaces.value(owner, text.content()),
          "missing property \"" + dotted(path) + "\"",
          e);
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return exception(
          text,
          JsonPlaces.value(path, text.content()),
          prefix(path) + Excerpt.sentence(e.getCause()),
          e);
    }
    JsonPlaces.Place place = path.isEmpty() ? null : JsonPlaces.value(path, text.content());
    return exception(text, place == null ? place(e) : place, prefix(path) + mismatch(e, place), e);
  }

  private static JsonException unknown(
      List<String> path, Set<String> allowed, Text text, IOException cause) {
    return exception(
        text,
        JsonPlaces.name(path, text.content()),
        "unknown property \"" + dotted(path) + "\"; allowed are " + String.join(", ", allowed),
        cause);
  }

  private static String mismatch(JsonMappingException e, JsonPlaces.@Nullable Place place) {
    if (e instanceof InvalidFormatException format
        && format.getTargetType() != null
        && format.getTargetType().isEnum()
        && format.getValue() instanceof String given) {
      return "\""
          + Excerpt.of(given)
          + "\" is not one of "
          + Arrays.toString(format.getTargetType().getEnumConstants());
    }
    Class<?> type = null;
    if (e instanceof MismatchedInputException mismatched) {
      type = mismatched.getTargetType();
    } else if (e.getCause() instanceof InputCoercionException coercion) {
      type = coercion.getTargetType();
    }
    return type == null || place == null
        ? sentence(e)
        : "must be " + expected(type) + ", but is " + place.value();
  }

  private static boolean isMissingProperty(JsonMappingException e) {
    // Jackson has no type of its own for this failure.
    return e instanceof MismatchedInputException
        && !e.getPath().isEmpty()
        && e.getOriginalMessage().startsWith("Missing")
        && e.getOriginalMessage().contains("creator property");
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return "a whole number (int)";
    }
    if (type == long.class || type == Long.class) {
      return "a whole number (long)";
    }
    if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
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
    return type.isEnum()
        ? "one of " + Arrays.toString(type.getEnumConstants())
        : "a JSON object in braces";
  }

  private static String sentence(IOException failure) {
    String text =
        failure instanceof JsonProcessingException e
            ? String.valueOf(e.getOriginalMessage())
            : message(failure);
    // Jackson goes on with its own settings and class names, which mean nothing to our users.
    return Excerpt.sentence(text).replaceAll("`(?:[a-z_0-9]+\\.)+", "`");
  }

  private static String prefix(List<String> path) {
    return path.isEmpty() ? "" : "\"" + dotted(path) + "\": ";
  }

  private static String dotted(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String step : path) {
      text.append(text.length() == 0 || step.startsWith("[") ? "" : ".").append(step);
    }
    return Excerpt.of(text.toString());
  }

  private static List<String> path(JsonMappingException e) {
    List<String> path = new ArrayList<>();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName();
      path.add(name == null ? String.format(Locale.ROOT, "[%d]", step.getIndex()) : name);
    }
    return path;
  }

  private static JsonPlaces.@Nullable Place place(IOException failure) {
    JsonLocation location = failure instanceof JsonProcessingException e ? e.getLocation() : null;
    return location == null || location.getLineNr() < 1
        ? null
        : new JsonPlaces.Place(location.getLineNr(), location.getColumnNr(), "");
  }

  private static JsonException exception(
      Text text, JsonPlaces.@Nullable Place place, String detail, IOException cause) {
    return place == null || !text.hasLines()
        ? new JsonException(text.source() + ": " + detail, 0, 0, cause)
        : new JsonException(
            text.source() + ", line " + place.line() + ", column " + place.column() + ": " + detail,
            place.line(),
            place.column(),
            cause);
  }
}
