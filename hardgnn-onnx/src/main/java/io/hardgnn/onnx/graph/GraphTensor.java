package io.hardgnn.onnx.graph;

/**
 * A constant of an ONNX graph ({@code TensorProto}).
 *
 * @param name name of the value
 * @param type element type
 * @param dims sizes
 * @param data the elements
 */
record GraphTensor(String name, ElementType type, long[] dims, Data data) {

  /** Elements, either inside the model or in a file beside it. */
  sealed interface Data {}

  /** Elements inside the model. */
  record Inline(Payload payload) implements Data {}

  /** Elements in a raw file beside the model. */
  record Beside(TensorSource.External location) implements Data {}

  ProtoMessage toProto() {
    ProtoMessage proto = new ProtoMessage();
    for (long dim : dims) {
      proto.integer(1, dim);
    }
    proto.integer(2, type.number()).string(8, name);
    if (data instanceof Inline inline) {
      return proto.payload(9, inline.payload());
    }
    TensorSource.External location = ((Beside) data).location();
    return proto
        .message(13, entry("location", location.file()))
        .message(13, entry("offset", Long.toString(location.offset())))
        .message(13, entry("length", Long.toString(location.length())))
        .integer(14, 1);
  }

  /** Returns a {@code StringStringEntryProto}. */
  static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().string(1, key).string(2, value);
  }
}
