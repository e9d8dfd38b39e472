package io.hardgnn.onnx.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the counted transitions: each item's strongest neighbours and their weights. */
public final class TransitionFiles {

  /** Numbers that are read at a time. */
  private static final int BLOCK = 1 << 16;

  private TransitionFiles() {}

  /**
   * Checks that both are tables as the scorer reads them: native code does.
   *
   * @param count number of items of the bundle
   * @throws IllegalArgumentException if they are no tables of so many items, or name an item or
   *     hold a number that none can
   */
  public static void check(Path items, Path weights, int count) throws IOException {
    long bytes = Files.size(items);
    if (bytes == 0 || bytes % (4L * count) != 0 || Files.size(weights) != bytes) {
      throw new IllegalArgumentException(
          items.getFileName()
              + " and "
              + weights.getFileName()
              + " have "
              + bytes
              + " and "
              + Files.size(weights)
              + " bytes, not two tables of one size with a row for each of "
              + count
              + " items");
    }
    try (FileChannel places = FileChannel.open(items);
        FileChannel values = FileChannel.open(weights)) {
      long entries = bytes / 4;
      ByteBuffer placeBytes = block();
      ByteBuffer valueBytes = block();
      for (long first = 0; first < entries; first += BLOCK) {
        int size = (int) Math.min(BLOCK, entries - first);
        IntBuffer to = read(places, placeBytes, size).asIntBuffer();
        FloatBuffer weight = read(values, valueBytes, size).asFloatBuffer();
        for (int n = 0; n < size; n++) {
          int item = to.get(n);
          if (item < 0 || item >= count || !Float.isFinite(weight.get(n))) {
            throw new IllegalArgumentException(
                "transition "
                    + (first + n)
                    + " is to item "
                    + item
                    + " of "
                    + count
                    + " with a weight of "
                    + weight.get(n));
          }
        }
      }
    }
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the next numbers of a file. */
  private static ByteBuffer read(FileChannel file, ByteBuffer bytes, int numbers)
      throws IOException {
    bytes.clear().limit(4 * numbers);
    while (bytes.hasRemaining()) {
      if (file.read(bytes) < 0) {
        throw new EOFException("ended " + bytes.remaining() + " bytes early");
      }
    }
    return bytes.flip();
  }
}
