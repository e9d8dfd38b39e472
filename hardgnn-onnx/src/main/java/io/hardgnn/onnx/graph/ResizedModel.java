package io.hardgnn.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that was written before, whose tables in a file beside it get another number of rows.
 * Everything else is copied as it is.
 *
 * @param name of the graph
 * @param inputs names of what is fed
 * @param outputs names of the results
 * @param nodes number of operations
 * @param bytes the model
 */
@SuppressWarnings("ArrayRecordComponent") // a holder that is never compared
record ResizedModel(
    String name, List<String> inputs, List<String> outputs, int nodes, byte[] bytes) {

  private static final int GRAPH = 7; // of a model
  private static final int NODE = 1; // of a graph, as are the next four
  private static final int NAME = 2;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int DIMS = 1; // of a tensor
  private static final int EXTERNAL = 13;

  /** What is done with a field of a message; the rest of the message is copied. */
  private interface Field {
    /** Returns whether it was written otherwise. */
    boolean write(int number, ByteBuffer content, ProtoMessage target);
  }

  static ResizedModel of(byte[] model, String file, long rows) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String[] name = {""};
    int[] nodes = {0};
    Field tensors =
        (number, content, target) -> {
          switch (number) {
            case NODE -> nodes[0]++;
            case NAME -> name[0] = text(content);
            case INPUT -> inputs.add(text(fields(content, 1).get(0)));
            case OUTPUT -> outputs.add(text(fields(content, 1).get(0)));
            case INITIALIZER -> {
              if (lies(content, file)) {
                target.message(INITIALIZER, resized(content, file, rows));
                return true;
              }
            }
            default -> {
              return false;
            }
          }
          return false;
        };
    Field graph =
        (number, content, target) -> {
          if (number != GRAPH) {
            return false;
          }
          target.message(GRAPH, copied(content, tensors));
          return true;
        };
    try {
      ProtoMessage copy = copied(wrapped(model), graph);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(model.length + 64);
      copy.writeTo(Channels.newChannel(bytes));
      return new ResizedModel(name[0], inputs, outputs, nodes[0], bytes.toByteArray());
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(model.length + " bytes are no ONNX model", e);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static ByteBuffer wrapped(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ProtoMessage copied(ByteBuffer message, Field field) {
    ProtoMessage copy = new ProtoMessage();
    ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int begin = bytes.position();
      int tag = Wire.tag(bytes);
      ByteBuffer content = content(tag, bytes);
      if ((tag & 7) != 2 || !field.write(tag >>> 3, content.duplicate(), copy)) {
        byte[] whole = new byte[bytes.position() - begin];
        bytes.get(begin, whole);
        copy.encoded(whole);
      }
    }
    return copy;
  }

  /** Returns the content of a field and leaves it behind. */
  private static ByteBuffer content(int tag, ByteBuffer bytes) {
    return switch (tag & 7) {
      case 0 -> {
        int begin = bytes.position();
        Wire.varint(bytes);
        yield bytes.slice(begin, bytes.position() - begin);
      }
      case 1 -> Wire.part(bytes, Long.BYTES);
      case 2 -> Wire.part(bytes, Wire.varint(bytes));
      case 5 -> Wire.part(bytes, Integer.BYTES);
      default -> throw new BufferUnderflowException();
    };
  }

  /** Returns the contents of all fields of a number. */
  private static List<ByteBuffer> fields(ByteBuffer message, int number) {
    List<ByteBuffer> found = new ArrayList<>();
    ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int tag = Wire.tag(bytes);
      ByteBuffer content = content(tag, bytes);
      if (tag >>> 3 == number) {
        found.add(content);
      }
    }
    return found;
  }

  private static String text(ByteBuffer content) {
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  /** Whether the data of a tensor are in a file beside the model. */
  private static boolean lies(ByteBuffer tensor, String file) {
    return fields(tensor, EXTERNAL).stream()
        .anyMatch(
            entry ->
                text(fields(entry, 1).get(0)).equals("location")
                    && text(fields(entry, 2).get(0)).equals(file));
  }

  /** Returns a tensor of so many rows that lies in a file. */
  private static ProtoMessage resized(ByteBuffer tensor, String file, long rows) {
    long values = rows;
    List<ByteBuffer> dims = fields(tensor, DIMS);
    ProtoMessage copy = new ProtoMessage().integer(DIMS, rows);
    for (ByteBuffer dim : dims.subList(1, dims.size())) {
      long size = Wire.varint(dim.duplicate());
      values *= size;
      copy.integer(DIMS, size);
    }
    ByteBuffer bytes = tensor.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int begin = bytes.position();
      int tag = Wire.tag(bytes);
      content(tag, bytes);
      if (tag >>> 3 != DIMS && tag >>> 3 != EXTERNAL) {
        byte[] whole = new byte[bytes.position() - begin];
        bytes.get(begin, whole);
        copy.encoded(whole);
      }
    }
    return copy.message(EXTERNAL, GraphTensor.entry("location", file))
        .message(EXTERNAL, GraphTensor.entry("offset", "0"))
        .message(EXTERNAL, GraphTensor.entry("length", Long.toString(4 * values)));
  }
}
