package io.hardgnn.onnx.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the counted transitions: each item's strongest neighbours and their weights. */
public final class TransitionFiles {

  /** Numbers that are read at a time. */
  private static final int BLOCK = 1 << 16;

  private TransitionFiles() {}

  /**
   * Checks that both are tables that a scorer may read, and finds out how long each row is.
   *
   * @param count number of items of the bundle
   * @return the length of each item's row without the zeros at its end, {@code [count]}
   * @throws IllegalArgumentException if they are no tables of so many items, or name an item or
   *     hold a number that none can
   */
  public static int[] lengths(Path items, Path weights, int count) throws IOException {
    long bytes = Files.size(items);
    if (bytes == 0 || count == 0 || bytes % (4L * count) != 0 || Files.size(weights) != bytes) {
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
      int perRow = (int) (entries / count);
      int[] lengths = new int[count];
      int row = 0;
      int place = 0;
      ByteBuffer buffer = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
      int[] to = new int[BLOCK];
      float[] weight = new float[BLOCK];
      for (long first = 0; first < entries; first += BLOCK) {
        int size = (int) Math.min(BLOCK, entries - first);
        read(places, buffer, size).asIntBuffer().get(to, 0, size);
        read(values, buffer, size).asFloatBuffer().get(weight, 0, size);
        for (int n = 0; n < size; n++) {
          boolean counted = weight[n] >= 0 && Float.isFinite(weight[n]);
          if (to[n] < 0 || to[n] >= count || !counted) {
            throw new IllegalArgumentException(
                "transition "
                    + (first + n)
                    + " is to item "
                    + to[n]
                    + " of "
                    + count
                    + " with a weight of "
                    + weight[n]);
          }
          place++;
          if (weight[n] != 0) {
            lengths[row] = place;
          }
          if (place == perRow) {
            row++;
            place = 0;
          }
        }
      }
      return lengths;
    }
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
