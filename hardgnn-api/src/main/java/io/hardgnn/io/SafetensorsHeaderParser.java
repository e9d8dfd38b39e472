package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON header of a safetensors file token by token, so that a hostile header costs no
 * more memory than its own length, and checks every rule of the format before a byte of data is
 * touched.
 */
final class SafetensorsHeaderParser {

  /** More dimensions than any model uses; bounds what a header can make us hold. */
  private static final int MAX_RANK = 32;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Path file;
  private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
  private @Nullable Map<String, String> metadata;

  private SafetensorsHeaderParser(Path file) {
    this.file = file;
  }

  /**
   * Parses and checks a header.
   *
   * @param dataStart byte of the file at which the data begins
   * @param dataBytes length of the data
   */
  static SafetensorsHeader parse(Path file, byte[] header, long dataStart, long dataBytes) {
    SafetensorsHeaderParser parser = new SafetensorsHeaderParser(file);
    try {
      // Decoded strictly here: the JSON parser would guess other encodings from the bytes.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      try (JsonParser json = FACTORY.createParser(text)) {
        parser.readHeader(json);
      }
    } catch (IOException e) {
      throw new ArtifactException(
          CORRUPT, file, "the header is not valid JSON: " + Excerpt.sentence(e), e);
    }
    parser.checkLayout(dataBytes);
    Map<String, String> metadata = parser.metadata;
    return new SafetensorsHeader(parser.entries, metadata == null ? Map.of() : metadata, dataStart);
  }

  private void readHeader(JsonParser json) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (name.equals(Safetensors.METADATA)) {
        readMetadata(json);
      } else if (entries.put(name, readEntry(json, name)) != null) {
        throw corrupt("tensor \"" + Excerpt.of(name) + "\" appears twice in the header");
      }
    }
    expect(json.currentToken(), JsonToken.END_OBJECT, "the header");
    if (json.nextToken() != null) {
      throw corrupt("there is more than one JSON value in the header");
    }
  }

  private void readMetadata(JsonParser json) throws IOException {
    if (metadata != null) {
      throw corrupt(Safetensors.METADATA + " appears twice in the header");
    }
    Map<String, String> read = new LinkedHashMap<>();
    expect(json.nextToken(), JsonToken.START_OBJECT, Safetensors.METADATA);
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      expect(
          json.nextToken(),
          JsonToken.VALUE_STRING,
          Safetensors.METADATA + " \"" + Excerpt.of(key) + "\"");
      if (read.put(key, json.getText()) != null) {
        throw corrupt(Safetensors.METADATA + " has \"" + Excerpt.of(key) + "\" twice");
      }
    }
    metadata = read;
  }

  private SafetensorsHeader.Entry readEntry(JsonParser json, String name) throws IOException {
    String tensor = "tensor \"" + Excerpt.of(name) + "\"";
    TensorType type = null;
    int[] shape = null;
    long[] offsets = null;
    expect(json.nextToken(), JsonToken.START_OBJECT, tensor);
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      boolean repeated;
      switch (field) {
        case "dtype" -> {
          repeated = type != null;
          type = readType(json, tensor);
        }
        case "shape" -> {
          repeated = shape != null;
          shape = readShape(json, tensor);
        }
        case "data_offsets" -> {
          repeated = offsets != null;
          offsets = readLongs(json, tensor + " data_offsets", 2);
        }
        default -> throw corrupt(tensor + " has an unknown field \"" + Excerpt.of(field) + "\"");
      }
      if (repeated) {
        throw corrupt(tensor + " has the field \"" + field + "\" twice");
      }
    }
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw corrupt(tensor + " must have a dtype, a shape and two data_offsets");
    }
    return checked(tensor, type, shape, offsets[0], offsets[1]);
  }

  private TensorType readType(JsonParser json, String tensor) throws IOException {
    expect(json.nextToken(), JsonToken.VALUE_STRING, tensor + " dtype");
    String given = json.getText();
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(given)) {
        return type;
      }
    }
    throw corrupt(
        tensor
            + " has dtype \""
            + Excerpt.of(given)
            + "\"; supported are "
            + Arrays.toString(TensorType.values()));
  }

  private int[] readShape(JsonParser json, String tensor) throws IOException {
    long[] dims = readLongs(json, tensor + " shape", MAX_RANK);
    int[] shape = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] > TensorData.MAX_ELEMENTS) {
        throw corrupt(
            tensor
                + " has a dimension of "
                + dims[i]
                + "; at most "
                + TensorData.MAX_ELEMENTS
                + " is supported");
      }
      shape[i] = (int) dims[i];
    }
    return shape;
  }

  private long[] readLongs(JsonParser json, String what, int most) throws IOException {
    List<Long> values = new ArrayList<>();
    expect(json.nextToken(), JsonToken.START_ARRAY, what);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      // A number beyond a long is an IOException of the parser, reported like other broken JSON.
      long value = json.getLongValue();
      if (value < 0) {
        throw corrupt(what + " has a negative number, " + value);
      }
      if (values.size() == most) {
        throw corrupt(what + " has more than " + most + " numbers");
      }
      values.add(value);
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private SafetensorsHeader.Entry checked(
      String tensor, TensorType type, int[] shape, long begin, long end) {
    long elements;
    try {
      elements = TensorData.elements(shape);
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(CORRUPT, file, tensor + ": " + e.getMessage(), e);
    }
    SafetensorsHeader.Entry entry = new SafetensorsHeader.Entry(type, shape, begin, end);
    if (end - begin != elements * type.bytes()) {
      throw corrupt(
          tensor + " is " + entry + ", but its shape needs " + elements * type.bytes() + " bytes");
    }
    return entry;
  }

  /**
   * The tensors must cover the data exactly: no hole, no overlap, nothing before, nothing after.
   */
  private void checkLayout(long dataBytes) {
    List<Map.Entry<String, SafetensorsHeader.Entry>> byPlace = new ArrayList<>(entries.entrySet());
    byPlace.sort(
        Comparator.comparingLong(
                (Map.Entry<String, SafetensorsHeader.Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long covered = 0;
    for (Map.Entry<String, SafetensorsHeader.Entry> e : byPlace) {
      String tensor = "tensor \"" + Excerpt.of(e.getKey()) + "\" is " + e.getValue();
      if (e.getValue().end() > dataBytes) {
        throw corrupt(
            tensor
                + ", but there are only "
                + dataBytes
                + " bytes of data: the file is truncated or altered");
      }
      if (e.getValue().begin() != covered) {
        String relation =
            e.getValue().begin() < covered
                ? "overlaps the tensor before it"
                : "leaves a hole before it";
        throw corrupt(tensor + " and " + relation + ", which ends at " + covered);
      }
      covered = e.getValue().end();
    }
    if (covered != dataBytes) {
      throw corrupt(
          "the tensors end at byte "
              + covered
              + " of the data, but there are "
              + dataBytes
              + " bytes");
    }
  }

  private void expect(@Nullable JsonToken token, JsonToken wanted, String what) {
    if (token != wanted) {
      throw corrupt(
          what
              + " must be "
              + describe(wanted)
              + " but is "
              + (token == null ? "missing" : describe(token)));
    }
  }

  private static String describe(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a whole number";
      case END_OBJECT, END_ARRAY -> "ended";
      default -> "another value";
    };
  }

  private ArtifactException corrupt(String detail) {
    return new ArtifactException(CORRUPT, file, detail);
  }
}
