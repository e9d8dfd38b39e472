package io.hardgnn.onnx.graph;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files that an ONNX model refers to, before ONNX Runtime opens them by itself.
 *
 * <p>Walks the wire format of {@code onnx.proto} through whatever may hold a {@code TensorProto}
 * and collects the locations of its external data; everything else is skipped unread. Stateless.
 */
public final class ExternalData {

  private static final int MAX_DEPTH = 100;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final String LOCATION = "location";

  /** The messages on the way to a tensor, with the fields that lead on. */
  private enum Message {
    MODEL,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    ENTRY;

    Map<Integer, Message> fields() {
      return switch (this) {
        case MODEL -> Map.of(7, GRAPH, 25, FUNCTION);
        case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR);
        case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
        case NODE -> Map.of(5, ATTRIBUTE);
        case ATTRIBUTE ->
            Map.of(
                5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR);
        case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
        case TENSOR -> Map.of(13, ENTRY);
        case ENTRY -> Map.of();
      };
    }
  }

  private final Set<String> locations = new TreeSet<>();

  private ExternalData() {}

  /**
   * Returns the locations as the model has them, relative to its folder.
   *
   * @throws IllegalArgumentException if the file is no ONNX model
   * @throws IOException if it cannot be read
   */
  public static Set<String> of(Path model) throws IOException {
    ExternalData found = new ExternalData();
    try (FileChannel channel = FileChannel.open(model, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            model.getFileName() + " has more than the 2 GiB of an ONNX model");
      }
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      found.walk(Message.MODEL, bytes.order(ByteOrder.LITTLE_ENDIAN), 0);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(model.getFileName() + " is no ONNX model", e);
    }
    return found.locations;
  }

  private void walk(Message message, ByteBuffer bytes, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "an ONNX model is nested more than " + MAX_DEPTH + " deep");
    }
    String key = "";
    String value = "";
    while (bytes.hasRemaining()) {
      int tag = Wire.tag(bytes);
      int field = tag >>> 3;
      switch (tag & 7) {
        case 0 -> Wire.varint(bytes);
        case 1 -> Wire.part(bytes, Long.BYTES);
        case 2 -> {
          ByteBuffer content = Wire.part(bytes, Wire.varint(bytes));
          Message inner = message.fields().get(field);
          if (inner != null) {
            walk(inner, content, depth + 1);
          } else if (message == Message.ENTRY && field == KEY) {
            key = StandardCharsets.UTF_8.decode(content).toString();
          } else if (message == Message.ENTRY && field == VALUE) {
            value = StandardCharsets.UTF_8.decode(content).toString();
          }
        }
        case 5 -> Wire.part(bytes, Integer.BYTES);
        default -> throw new BufferUnderflowException();
      }
    }
    if (key.equals(LOCATION)) {
      locations.add(value);
    }
  }
}
