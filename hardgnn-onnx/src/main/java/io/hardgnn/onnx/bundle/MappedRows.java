package io.hardgnn.onnx.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of 32-bit numbers in a memory-mapped file, little-endian, which may exceed 2 GiB.
 *
 * @param parts the file in pieces of whole rows
 * @param rowsPerPart rows of each but the last, a power of two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MappedRows(ByteBuffer[] parts, int rowsPerPart) {

  static final long PART_BYTES = 1L << 30;

  /**
   * Maps a file.
   *
   * @param partBytes the most that a part has, unless a row is larger
   * @throws IOException if the file cannot be read or does not hold exactly {@code rows} rows
   */
  static MappedRows open(Path file, int rows, int dim, long partBytes) throws IOException {
    if (rows < 0 || dim < 1) {
      throw new IllegalArgumentException("no table has " + rows + " rows of " + dim + " values");
    }
    int rowsPerPart = Math.toIntExact(Long.highestOneBit(Math.max(1, partBytes / (4L * dim))));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long expected = 4L * rows * dim;
      if (channel.size() != expected) {
        throw new IOException(
            file
                + ": "
                + rows
                + " rows of "
                + dim
                + " numbers take "
                + expected
                + " bytes, the file has "
                + channel.size());
      }
      ByteBuffer[] parts = new ByteBuffer[(int) (((long) rows + rowsPerPart - 1) / rowsPerPart)];
      for (int part = 0; part < parts.length; part++) {
        long first = (long) part * rowsPerPart;
        long bytes = 4L * dim * Math.min(rowsPerPart, rows - first);
        parts[part] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, 4L * dim * first, bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedRows(parts, rowsPerPart);
    }
  }
}
