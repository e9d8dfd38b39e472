package io.hardgnn.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes of known number that are written when their turn comes, so that a big tensor is never
 * copied as a whole.
 */
public interface Payload {

  /** Returns the number of bytes that {@link #writeTo} writes. */
  long size();

  /** Writes the bytes. */
  void writeTo(WritableByteChannel channel) throws IOException;

  /** Returns bytes as they are; the array is not copied. */
  static Payload of(byte[] bytes) {
    return new Payload() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void writeTo(WritableByteChannel channel) throws IOException {
        writeFully(channel, ByteBuffer.wrap(bytes));
      }
    };
  }

  /** Returns floats in little-endian order; the array is not copied. */
  static Payload of(float[] values) {
    return new Payload() {
      @Override
      public long size() {
        return 4L * values.length;
      }

      @Override
      public void writeTo(WritableByteChannel channel) throws IOException {
        writeFloats(channel, values);
      }
    };
  }

  /** Returns 64-bit integers in little-endian order. */
  static Payload of(long[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      buffer.putLong(value);
    }
    return of(buffer.array());
  }

  /** Writes floats in little-endian order through a small buffer. */
  static void writeFloats(WritableByteChannel channel, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    int from = 0;
    while (from < values.length) {
      int count = Math.min(floats.capacity(), values.length - from);
      floats.clear();
      floats.put(values, from, count);
      bytes.position(0).limit(4 * count);
      writeFully(channel, bytes);
      bytes.clear();
      from += count;
    }
  }

  /** Writes all that a buffer has left. */
  static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
