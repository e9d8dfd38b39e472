package io.hardgnn.onnx.bundle;

import io.hardgnn.onnx.graph.Payload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of embeddings in a memory-mapped file, read without a native call.
 *
 * <p>The file holds {@code [rows, dim]} 32-bit floats, row-major, little-endian, with no header; it
 * may exceed 2 GiB. It must not change or shrink while it is open. Thread-safe.
 *
 * <p>{@link #close} makes every later read an {@link IllegalStateException}. On JDK 17 the memory
 * itself is unmapped only when the garbage collector finds the table unreachable; until then
 * Windows refuses to delete the file.
 */
public final class EmbeddingTable implements EmbeddingRows, AutoCloseable {

  private static final long MAPPING_BYTES = 1L << 30;

  /** Rows that a thread looks at before the next ones. */
  private static final int BLOCK = 1 << 12;

  private final Path file;
  private final int rows;
  private final int dim;
  private final int rowsPerMapping;
  private volatile FloatBuffer @Nullable [] mappings;

  private EmbeddingTable(Path file, int rows, int dim, int rowsPerMapping, FloatBuffer[] mappings) {
    this.file = file;
    this.rows = rows;
    this.dim = dim;
    this.rowsPerMapping = rowsPerMapping;
    this.mappings = mappings;
  }

  /**
   * Maps a file.
   *
   * @param dim size of a row, at least 1
   * @throws IOException if the file cannot be read or does not hold exactly {@code rows} rows
   */
  public static EmbeddingTable open(Path file, int rows, int dim) throws IOException {
    return open(file, rows, dim, MAPPING_BYTES);
  }

  static EmbeddingTable open(Path file, int rows, int dim, long mappingBytes) throws IOException {
    if (rows < 0 || dim < 1) {
      throw new IllegalArgumentException("no table has " + rows + " rows of " + dim + " values");
    }
    int rowsPerMapping = Math.toIntExact(Math.max(1, mappingBytes / (4L * dim)));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long expected = 4L * rows * dim;
      if (channel.size() != expected) {
        throw new IOException(
            file
                + ": "
                + rows
                + " rows of "
                + dim
                + " floats take "
                + expected
                + " bytes, the file has "
                + channel.size());
      }
      FloatBuffer[] mappings =
          new FloatBuffer[(int) (((long) rows + rowsPerMapping - 1) / rowsPerMapping)];
      for (int part = 0; part < mappings.length; part++) {
        long first = (long) part * rowsPerMapping;
        long bytes = 4L * dim * Math.min(rowsPerMapping, rows - first);
        mappings[part] =
            channel
                .map(FileChannel.MapMode.READ_ONLY, 4L * dim * first, bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
      }
      return new EmbeddingTable(file, rows, dim, rowsPerMapping, mappings);
    }
  }

  /** Writes rows in the form that {@link #open} reads, one at a time. */
  public static void write(Path file, EmbeddingRows rows) throws IOException {
    float[] row = new float[rows.dim()];
    ByteBuffer bytes = ByteBuffer.allocate(4 * rows.dim()).order(ByteOrder.LITTLE_ENDIAN);
    try (WritableByteChannel channel =
        Channels.newChannel(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int index = 0; index < rows.rows(); index++) {
        rows.row(index, row);
        bytes.clear().asFloatBuffer().put(row);
        Payload.writeFully(channel, bytes);
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int dim() {
    return dim;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the table is closed
   */
  @Override
  public void row(int row, float[] target) {
    FloatBuffer @Nullable [] open = mappings;
    if (open == null) {
      throw new IllegalStateException(file + ": the embedding table is closed");
    }
    Objects.checkIndex(row, rows);
    open[row / rowsPerMapping].get(row % rowsPerMapping * dim, target, 0, dim);
  }

  /**
   * Returns a copy of a row.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws IllegalStateException if the table is closed
   */
  public float[] row(int row) {
    float[] copy = new float[dim];
    row(row, copy);
    return copy;
  }

  /** Returns the first row that holds a NaN or an infinity, or -1 if there is none. */
  public int firstNonFiniteRow() {
    return IntStream.range(0, (int) (((long) rows + BLOCK - 1) / BLOCK))
        .parallel()
        .map(block -> firstNonFiniteRow(block * BLOCK, Math.min(BLOCK, rows - block * BLOCK)))
        .filter(row -> row >= 0)
        .min()
        .orElse(-1);
  }

  private int firstNonFiniteRow(int first, int count) {
    float[] values = new float[dim];
    for (int row = first; row < first + count; row++) {
      row(row, values);
      for (float value : values) {
        if (!Float.isFinite(value)) {
          return row;
        }
      }
    }
    return -1;
  }

  /** Ends all reading; closing twice is harmless. */
  @Override
  public void close() {
    mappings = null;
  }
}
