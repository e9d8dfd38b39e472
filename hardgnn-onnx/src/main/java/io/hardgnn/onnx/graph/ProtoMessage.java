package io.hardgnn.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol-buffer message under construction, in the wire format.
 *
 * <p>Small fields are encoded at once; {@linkplain #payload payloads} are kept aside and written
 * when the whole is. Fields are numbered as in {@code onnx.proto}. A message that was put into
 * another must not be changed any more.
 */
final class ProtoMessage implements Payload {

  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final List<Payload> parts = new ArrayList<>();
  private ByteArrayOutputStream open = new ByteArrayOutputStream();
  private long closedSize;

  /** Adds an integer or an enum value. */
  ProtoMessage integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds a 32-bit float. */
  ProtoMessage float32(int field, float value) {
    tag(field, FIXED32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      open.write(bits >>> shift);
    }
    return this;
  }

  /** Adds a string in UTF-8. */
  ProtoMessage string(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    tag(field, LENGTH_DELIMITED);
    varint(bytes.length);
    open.writeBytes(bytes);
    return this;
  }

  /** Adds a message; its payloads stay aside. */
  ProtoMessage message(int field, ProtoMessage message) {
    tag(field, LENGTH_DELIMITED);
    varint(message.size());
    message.close();
    close();
    parts.addAll(message.parts);
    closedSize += message.closedSize;
    return this;
  }

  /** Adds bytes as they are, such as fields of a message that was read. */
  ProtoMessage encoded(byte[] fields) {
    open.writeBytes(fields);
    return this;
  }

  /** Adds bytes that are produced when the whole is written. */
  ProtoMessage payload(int field, Payload payload) {
    tag(field, LENGTH_DELIMITED);
    varint(payload.size());
    close();
    parts.add(payload);
    closedSize += payload.size();
    return this;
  }

  /** Returns the number of bytes of the encoded message. */
  @Override
  public long size() {
    return closedSize + open.size();
  }

  /** Writes the encoded message. */
  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    close();
    for (Payload part : parts) {
      part.writeTo(channel);
    }
  }

  private void close() {
    if (open.size() > 0) {
      parts.add(Payload.of(open.toByteArray()));
      closedSize += open.size();
      open = new ByteArrayOutputStream();
    }
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      open.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    open.write((int) rest);
  }
}
