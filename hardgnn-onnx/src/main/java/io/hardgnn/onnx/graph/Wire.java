package io.hardgnn.onnx.graph;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the wire format of protocol buffers. Stateless. */
final class Wire {

  private Wire() {}

  /**
   * Returns the next bytes, and leaves them behind.
   *
   * @throws BufferUnderflowException if there are not so many
   */
  static ByteBuffer part(ByteBuffer bytes, long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return part;
  }

  /**
   * Returns the next tag: a field's number and how it is written.
   *
   * @throws BufferUnderflowException if it has no end or more than 32 bits; readers that keep the
   *     lower ones would find another field than we do
   */
  static int tag(ByteBuffer bytes) {
    long tag = varint(bytes);
    if (tag >>> Integer.SIZE != 0) {
      throw new BufferUnderflowException();
    }
    return (int) tag;
  }

  /**
   * Returns the next whole number.
   *
   * @throws BufferUnderflowException if it has no end
   */
  static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }
}
