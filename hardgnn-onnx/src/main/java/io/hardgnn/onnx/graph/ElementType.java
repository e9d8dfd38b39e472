package io.hardgnn.onnx.graph;

import io.hardgnn.ops.DType;

/** Element types of ONNX that we write, with their numbers in {@code TensorProto.DataType}. */
enum ElementType {
  FLOAT(1),
  UINT8(2),
  INT8(3),
  INT32(6),
  INT64(7),
  BOOL(9);

  private final int number;

  ElementType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ElementType of(DType type) {
    return switch (type) {
      case FLOAT -> FLOAT;
      case INT -> INT32;
      case BOOL -> BOOL;
    };
  }
}
