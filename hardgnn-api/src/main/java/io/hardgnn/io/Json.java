package io.hardgnn.io;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.json.JsonLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one dialect of JSON that the library speaks, for configuration, reports, logs and the files
 * of a model.
 *
 * <p>Reading is strict: unknown, missing and repeated properties, trailing text, text where a
 * number belongs and fractions where a whole number belongs are a {@link JsonException}. A nullable
 * property must be present as {@code null}, except in {@link #readOver}. Enum constants are written
 * as they are named and accepted in any case. Floats and doubles, the non-finite ones included (as
 * strings), come back as the bits that were written. Made for records, maps, lists and primitive
 * arrays. All methods may be called by several threads.
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private static final ObjectWriter PRETTY = MAPPER.writer(new JsonLayout());

  private static final ObjectWriter COMPACT = MAPPER.writer();

  private Json() {}

  /**
   * Reads a value from a file.
   *
   * @throws JsonException if the content does not fit the type
   * @throws UncheckedIOException if the file cannot be read
   */
  public static <T> T read(Path file, Class<T> type) {
    return parse(readText(file), type, file.toString());
  }

  /**
   * Reads a value from a text.
   *
   * @param source name of the text in messages, such as a file's
   * @throws JsonException if the content does not fit the type
   */
  public static <T> T parse(String text, Class<T> type, String source) {
    return value(MAPPER.readerFor(type), text, type, source);
  }

  private static ObjectReader reader(Class<?> type, Map<?, ?> attributes) {
    // What attributes once decided, a mapper keeps for all that it reads later: they get one of
    // their own.
    return attributes.isEmpty()
        ? MAPPER.readerFor(type)
        : MAPPER.copy().readerFor(type).withAttributes(attributes);
  }

  private static <T> T value(ObjectReader reader, String text, Class<T> type, String source) {
    T value;
    try {
      value = reader.readValue(text);
    } catch (IOException e) {
      throw JsonErrors.explain(e, new JsonErrors.Text(source, text, true));
    }
    return present(value, type, source);
  }

  private static <T> T present(@Nullable T value, Class<T> type, String source) {
    if (value == null) {
      throw new JsonException(
          source + ": holds null where " + type.getSimpleName() + " was expected", 1, 1, null);
    }
    return value;
  }

  /**
   * Reads a value from a text, with attributes for what reads parts of it.
   *
   * @param source name of the text in messages, such as a file's
   * @param attributes values by key
   * @throws JsonException if the content does not fit the type
   */
  public static <T> T parse(String text, Class<T> type, String source, Map<?, ?> attributes) {
    return value(reader(type, attributes), text, type, source);
  }

  /**
   * Reads a text as a tree.
   *
   * @param source name of the text in messages
   * @throws JsonException if it is not JSON
   */
  public static JsonNode tree(String text, String source) {
    return value(MAPPER.readerFor(JsonNode.class), text, JsonNode.class, source);
  }

  /**
   * Adds a property to a tree unless it is there.
   *
   * @param place names of properties joined by dots; nothing happens unless all but the last are
   *     objects
   */
  public static void putIfAbsent(JsonNode tree, String place, Object value) {
    int dot = place.lastIndexOf('.');
    JsonNode holder = dot < 0 ? tree : tree.at("/" + place.substring(0, dot).replace('.', '/'));
    if (holder instanceof ObjectNode object && !object.has(place.substring(dot + 1))) {
      object.set(place.substring(dot + 1), tree(value));
    }
  }

  /** Returns a value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a value from a tree that was made of a text, with attributes for what reads parts of it.
   *
   * @param text what the tree was made of, for the places in messages
   * @param source name of the text in messages
   * @param attributes values by key
   * @throws JsonException if the content does not fit the type
   */
  public static <T> T fromTree(
      JsonNode tree, String text, Class<T> type, String source, Map<?, ?> attributes) {
    return fromTree(tree, new JsonErrors.Text(source, text, true), type, attributes);
  }

  /**
   * Reads a value from a tree that a program made, with attributes for what reads parts of it.
   * Messages name no line.
   *
   * @param source name of the tree in messages
   * @param attributes values by key
   * @throws JsonException if the content does not fit the type
   */
  public static <T> T fromTree(JsonNode tree, Class<T> type, String source, Map<?, ?> attributes) {
    return fromTree(tree, new JsonErrors.Text(source, line(tree), false), type, attributes);
  }

  private static <T> T fromTree(
      JsonNode tree, JsonErrors.Text text, Class<T> type, Map<?, ?> attributes) {
    T value;
    try (JsonParser parser = MAPPER.treeAsTokens(tree)) {
      value = reader(type, attributes).readValue(parser);
    } catch (IOException e) {
      throw JsonErrors.explain(e, text);
    }
    return present(value, type, text.source());
  }

  /**
   * Reads a file that gives some properties of a value and leaves the others as they are in
   * {@code defaults}.
   *
   * <p>Objects are merged property by property, at every depth; everything else is replaced.
   *
   * @throws JsonException if the content does not fit the type of the defaults
   * @throws UncheckedIOException if the file cannot be read
   */
  public static <T> T readOver(Path file, T defaults) {
    return parseOver(readText(file), defaults, file.toString());
  }

  /** As {@link #readOver}, from a text with a name for messages. */
  public static <T> T parseOver(String text, T defaults, String source) {
    JsonNode merged = MAPPER.valueToTree(defaults);
    try {
      JsonNode given = MAPPER.readTree(text);
      if (!(given instanceof ObjectNode object) || !(merged instanceof ObjectNode base)) {
        throw new JsonException(source + ": must hold one JSON object in braces", 1, 1, null);
      }
      merge(base, object);
      @SuppressWarnings("unchecked") // the class of a T, since T came as an object
      Class<T> type = (Class<T>) defaults.getClass();
      try (JsonParser parser = MAPPER.treeAsTokens(base)) {
        return MAPPER.readerFor(type).readValue(parser);
      }
    } catch (IOException e) {
      throw JsonErrors.explain(e, new JsonErrors.Text(source, text, true));
    }
  }

  private static void merge(ObjectNode base, ObjectNode given) {
    for (Map.Entry<String, JsonNode> property : given.properties()) {
      JsonNode old = base.get(property.getKey());
      if (old instanceof ObjectNode oldObject
          && property.getValue() instanceof ObjectNode newObject) {
        merge(oldObject, newObject);
      } else {
        base.set(property.getKey(), property.getValue());
      }
    }
  }

  /**
   * Writes a value to a file, atomically, indented for people to read.
   *
   * @throws UncheckedIOException if the file cannot be written; what was there before is then
   *     unchanged
   */
  public static void write(Path file, Object value) {
    AtomicFiles.writeString(file, text(value));
  }

  /** A value as indented text that ends with a line feed. */
  public static String text(Object value) {
    return write(PRETTY, value) + "\n";
  }

  /** A value as one line of text without a line feed, for logs of one JSON value per line. */
  public static String line(Object value) {
    return write(COMPACT, value);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a " + value.getClass().getName() + " cannot be written as JSON: " + Excerpt.sentence(e),
          e);
    }
  }

  /**
   * The properties that a class has when it is read, for messages; empty when there is no telling.
   */
  static Set<String> propertyNames(@Nullable Object type) {
    Set<String> names = new TreeSet<>();
    if (type instanceof Class<?> known) {
      BeanDescription bean =
          MAPPER.getDeserializationConfig().introspect(MAPPER.constructType(known));
      bean.findProperties().forEach(p -> names.add(p.getName()));
      JsonTypeInfo told = bean.getClassAnnotations().get(JsonTypeInfo.class);
      if (told != null && !names.isEmpty()) {
        names.add(told.property());
      }
    }
    return names;
  }

  /**
   * Returns a file of UTF-8 text, without a byte order mark.
   *
   * @throws JsonException if it is not UTF-8
   * @throws UncheckedIOException if the file cannot be read
   */
  public static String readText(Path file) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      // Some editors put a byte order mark in front.
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new JsonException(file + ": is not UTF-8 text; save it in that encoding", 0, 0, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + JsonErrors.message(e), e);
    }
  }
}
