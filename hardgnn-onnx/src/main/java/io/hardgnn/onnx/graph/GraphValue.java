package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;

/**
 * An input or output of an ONNX graph ({@code ValueInfoProto}).
 *
 * @param name name of the value
 * @param type element type
 * @param shape sizes, named ones as {@code dim_param}
 */
record GraphValue(String name, ElementType type, Shape shape) {

  ProtoMessage toProto() {
    ProtoMessage dims = new ProtoMessage();
    for (Dim dim : shape.dims()) {
      dims.message(
          1,
          dim.isFixed()
              ? new ProtoMessage().integer(1, dim.size())
              : new ProtoMessage().string(2, dim.toString()));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, type.number()).message(2, dims);
    return new ProtoMessage().string(1, name).message(2, new ProtoMessage().message(1, tensor));
  }
}
