package io.hardgnn.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A finished ONNX model, ready to be written in the standard's binary form.
 *
 * <p>The form is that of {@code ModelProto}: opset {@value #OPSET}, IR version
 * {@value #IR_VERSION}. Tensors are streamed, so writing needs no memory beyond the tensors
 * themselves. The same model always gives the same bytes. Thread-safe.
 */
public final class OnnxModel {

  /** Version of the standard operator set. */
  public static final int OPSET = 18;

  /** Version of the file format. */
  public static final int IR_VERSION = 8;

  private static final String PRODUCER = "hardgnn";

  private final String name;
  private final List<String> inputs;
  private final List<String> outputs;
  private final int nodes;
  private final Supplier<Payload> content;

  OnnxModel(
      String name, OnnxGraph.Part graph, List<GraphValue> outputs, Map<String, String> metadata) {
    this(
        name,
        graph.inputs().stream().map(GraphValue::name).toList(),
        outputs.stream().map(GraphValue::name).toList(),
        graph.nodes().size(),
        contentOf(name, graph, List.copyOf(outputs), new TreeMap<>(metadata)));
  }

  private OnnxModel(
      String name,
      List<String> inputs,
      List<String> outputs,
      int nodes,
      Supplier<Payload> content) {
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
    this.nodes = nodes;
    this.content = content;
  }

  /**
   * Returns a model that was written before, with another number of rows of the tables that it
   * refers to in one file beside it. Its other values stay as they are.
   *
   * @param model the bytes of its file
   * @param file name of the tables' file
   * @param rows rows of the tables, which have 32-bit values
   * @throws IllegalArgumentException if the bytes are no ONNX model
   */
  public static OnnxModel resized(byte[] model, String file, long rows) {
    ResizedModel resized = ResizedModel.of(model, file, rows);
    return new OnnxModel(
        resized.name(),
        resized.inputs(),
        resized.outputs(),
        resized.nodes(),
        () -> Payload.of(resized.bytes()));
  }

  /** Returns the names of the inputs that have to be fed. */
  public List<String> inputNames() {
    return inputs;
  }

  /** Returns the names of the outputs. */
  public List<String> outputNames() {
    return outputs;
  }

  /** Returns the number of operations. */
  public int nodeCount() {
    return nodes;
  }

  /**
   * Writes the model to a file, replacing an earlier one.
   *
   * @throws IOException if writing fails, or if the model exceeds the 2 GiB of a protocol buffer:
   *     parameters that large have to come from a {@link TensorSource.External}
   */
  public void write(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel);
    }
  }

  /**
   * Writes the model to a channel, which stays open.
   *
   * @throws IOException as {@link #write(Path)}
   */
  public void write(WritableByteChannel channel) throws IOException {
    Payload proto = content.get();
    if (proto.size() > Integer.MAX_VALUE) {
      throw new IOException(
          "ONNX model '"
              + name
              + "' has "
              + proto.size()
              + " bytes, more than the 2 GiB of a protocol buffer; give its big parameters as TensorSource.External");
    }
    proto.writeTo(channel);
  }

  /** Returns the bytes of the file; meant for small models. */
  public byte[] toByteArray() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static Supplier<Payload> contentOf(
      String name, OnnxGraph.Part graph, List<GraphValue> outputs, Map<String, String> metadata) {
    return () -> {
      ProtoMessage proto = new ProtoMessage();
      graph.nodes().forEach(node -> proto.message(1, node.toProto()));
      proto.string(2, name);
      graph.tensors().forEach(tensor -> proto.message(5, tensor.toProto()));
      graph.inputs().forEach(input -> proto.message(11, input.toProto()));
      outputs.forEach(output -> proto.message(12, output.toProto()));
      ProtoMessage model =
          new ProtoMessage()
              .integer(1, IR_VERSION)
              .string(2, PRODUCER)
              .integer(5, 1)
              .message(7, proto)
              .message(8, new ProtoMessage().string(1, "").integer(2, OPSET));
      metadata.forEach((key, value) -> model.message(14, GraphTensor.entry(key, value)));
      return model;
    };
  }

  @Override
  public String toString() {
    return "OnnxModel["
        + name
        + ", "
        + nodeCount()
        + " nodes, inputs "
        + inputNames()
        + ", outputs "
        + outputNames()
        + "]";
  }
}
