package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;

import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files: an 8-byte length, a JSON header, then the little-endian data
 * of every tensor.
 *
 * <p>The format is that of <a
 * href="https://github.com/huggingface/safetensors">github.com/huggingface/safetensors</a>,
 * restricted to the types of {@link TensorType}. Files read here are not trusted: whatever they
 * hold, the outcome is either their tensors or an {@link ArtifactException}, and memory is
 * allocated only for data that the file really has. All methods may be called by several threads.
 */
public final class Safetensors {

  /** Key of the header under which the free text lies; no tensor may have this name. */
  static final String METADATA = "__metadata__";

  /** The longest header accepted, room for some hundred thousand tensors. */
  static final int MAX_HEADER_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 18;

  private Safetensors() {}

  /**
   * Writes tensors to a stream, in the order of the map, and leaves the stream open.
   *
   * @throws IllegalArgumentException if a name is empty or {@code __metadata__}; nothing is written
   *     then
   */
  public static void write(
      OutputStream out, Map<String, TensorData> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = SafetensorsHeaderWriter.header(tensors, metadata);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (TensorData tensor : tensors.values()) {
      int step = BUFFER_BYTES / tensor.type().bytes();
      for (long next = 0; next < tensor.size(); next += step) {
        int from = (int) next;
        int count = Math.min(step, tensor.size() - from);
        buffer.clear();
        switch (tensor.type()) {
          case F32 -> buffer.asFloatBuffer().put(tensor.floats(), from, count);
          case I32 -> buffer.asIntBuffer().put(tensor.ints(), from, count);
          case I64 -> buffer.asLongBuffer().put(tensor.longs(), from, count);
        }
        out.write(buffer.array(), 0, count * tensor.type().bytes());
      }
    }
  }

  /**
   * Reads every tensor of a file.
   *
   * @throws ArtifactException if the file is missing or is not a valid safetensors file of
   *     supported types
   * @throws UncheckedIOException if the device fails
   */
  public static TensorSet read(Path file) {
    return reading(
        file,
        channel -> {
          SafetensorsHeader header = readHeader(file, channel);
          Map<String, TensorData> tensors = new LinkedHashMap<>();
          for (Map.Entry<String, SafetensorsHeader.Entry> e : header.entries().entrySet()) {
            tensors.put(e.getKey(), readTensor(file, channel, header, e.getValue()));
          }
          return new TensorSet(file, tensors, header.metadata());
        });
  }

  private interface Reading<T> {
    T from(FileChannel channel) throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) {
    if (!Files.exists(file)) {
      throw new ArtifactException(MISSING, file, "there is no such file; check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new ArtifactException(
          WRONG_FORMAT, file, "is not a file; a safetensors file was expected");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return reading.from(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  private static SafetensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw new ArtifactException(
          CORRUPT, file, "has " + fileBytes + " bytes, too few for a safetensors file");
    }
    ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, prefix, 0);
    long length = prefix.flip().getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > fileBytes - Long.BYTES) {
      throw new ArtifactException(
          CORRUPT,
          file,
          "says its header has "
              + Long.toUnsignedString(length)
              + " bytes, but the file has "
              + fileBytes
              + " and a header 2 to "
              + MAX_HEADER_BYTES
              + ": it is truncated, altered or not a safetensors file");
    }
    ByteBuffer header = ByteBuffer.allocate((int) length);
    readFully(file, channel, header, Long.BYTES);
    long dataStart = Long.BYTES + length;
    return SafetensorsHeaderParser.parse(file, header.array(), dataStart, fileBytes - dataStart);
  }

  private static TensorData readTensor(
      Path file, FileChannel channel, SafetensorsHeader header, SafetensorsHeader.Entry entry)
      throws IOException {
    TensorType type = entry.type();
    int[] shape = entry.shape();
    int size = TensorData.elements(shape);
    TensorData tensor =
        switch (type) {
          case F32 -> TensorData.ofFloats(new float[size], shape);
          case I32 -> TensorData.ofInts(new int[size], shape);
          case I64 -> TensorData.ofLongs(new long[size], shape);
        };
    int step = BUFFER_BYTES / type.bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, tensor.byteSize()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long next = 0; next < size; next += step) {
      int from = (int) next;
      int count = Math.min(step, size - from);
      buffer.clear().limit(count * type.bytes());
      readFully(file, channel, buffer, header.dataStart() + entry.begin() + next * type.bytes());
      buffer.flip();
      switch (type) {
        case F32 -> buffer.asFloatBuffer().get(tensor.floats(), from, count);
        case I32 -> buffer.asIntBuffer().get(tensor.ints(), from, count);
        case I64 -> buffer.asLongBuffer().get(tensor.longs(), from, count);
      }
    }
    return tensor;
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new ArtifactException(
            CORRUPT, file, "ended at byte " + at + " while it was read: it is truncated");
      }
      at += read;
    }
  }
}
