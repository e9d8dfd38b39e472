package io.hardgnn.onnx.bundle;

import io.hardgnn.onnx.graph.Payload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    return open(file, rows, dim, MappedRows.PART_BYTES);
  }

  static EmbeddingTable open(Path file, int rows, int dim, long mappingBytes) throws IOException {
    MappedRows mapped = MappedRows.open(file, rows, dim, mappingBytes);
    FloatBuffer[] mappings = new FloatBuffer[mapped.parts().length];
    Arrays.setAll(mappings, part -> mapped.parts()[part].asFloatBuffer());
    return new EmbeddingTable(file, rows, dim, mapped.rowsPerPart(), mappings);
  }

  /** Writes rows in the form that {@link #open} reads, one at a time. */
  public static void write(Path file, EmbeddingRows rows) throws IOException {
    float[] row = new float[rows.dim()];
    ByteBuffer bytes = ByteBuffer.allocate(4 * rows.dim()).order(ByteOrder.LITTLE_ENDIAN);
    try (WritableByteChannel channel =
        Channels.newChannel(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int index = 0; index < rows.rows(); index++) {
        rows.row(index, row);
        requireFinite(row, file, index);
        bytes.clear().asFloatBuffer().put(row);
        Payload.writeFully(channel, bytes);
      }
    }
  }

  /**
   * Refuses what no reader of the file would take.
   *
   * @throws IllegalArgumentException if a value is NaN or infinite
   */
  static void requireFinite(float[] row, Path file, int index) {
    if (Float.isNaN(norm(row))) {
      throw new IllegalArgumentException(
          file.getFileName() + ": row " + index + " holds a value that is not finite");
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
    FloatBuffer[] open = requireOpen();
    Objects.checkIndex(row, rows);
    open[row / rowsPerMapping].get(row % rowsPerMapping * dim, target, 0, dim);
  }

  private FloatBuffer[] requireOpen() {
    FloatBuffer @Nullable [] open = mappings;
    if (open == null) {
      throw new IllegalStateException(file + ": the embedding table is closed");
    }
    return open;
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

  /**
   * Returns the Euclidean norm of every row, {@code [rows]}; in one pass that finds out whether all
   * values are finite.
   *
   * @throws IllegalArgumentException if a row holds a NaN or an infinity; names the first
   */
  public float[] norms() {
    float[] norms = new float[rows];
    IntStream.range(0, (int) (((long) rows + BLOCK - 1) / BLOCK))
        .parallel()
        .forEach(block -> putNorms(block * BLOCK, norms));
    for (int row = 0; row < rows; row++) {
      if (Float.isNaN(norms[row])) {
        throw new IllegalArgumentException("row " + row + " is not finite");
      }
    }
    return norms;
  }

  private void putNorms(int first, float[] norms) {
    float[] values = new float[dim];
    for (int row = first; row < Math.min(first + BLOCK, rows); row++) {
      row(row, values);
      norms[row] = norm(values);
    }
  }

  /**
   * Returns the Euclidean norm of a vector, or NaN if a value is no finite one. No sum of squares
   * of floats is too large for a double.
   */
  public static float norm(float[] vector) {
    double even = 0;
    double odd = 0; // two sums at a time: an addition waits for the one before it
    int last = vector.length - 1;
    for (int i = 0; i < last; i += 2) {
      even += (double) vector[i] * vector[i];
      odd += (double) vector[i + 1] * vector[i + 1];
    }
    if (vector.length % 2 == 1) {
      even += (double) vector[last] * vector[last];
    }
    double sum = even + odd;
    return sum < Double.POSITIVE_INFINITY ? (float) Math.sqrt(sum) : Float.NaN;
  }

  /**
   * Returns all values, {@code [rows * dim]}.
   *
   * @throws IllegalArgumentException if they are more than an array holds
   */
  public float[] values() {
    FloatBuffer[] open = requireOpen();
    long length = (long) rows * dim;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(length + " values are more than an array holds");
    }
    float[] values = new float[(int) length];
    for (int part = 0; part < open.length; part++) {
      open[part].get(0, values, part * rowsPerMapping * dim, open[part].capacity());
    }
    return values;
  }

  /**
   * Returns the most rows that {@link #rows(int, int)} gives at once, a power of two.
   */
  public int mostRows() {
    return rowsPerMapping;
  }

  /**
   * Returns rows as they lie in memory, {@code [count, dim]}; nothing is copied.
   *
   * @param first a multiple of a power of two that is at least {@code count}
   * @param count at most {@link #mostRows}
   * @throws IndexOutOfBoundsException if there are no such rows, or they do not lie together
   * @throws IllegalStateException if the table is closed
   */
  public FloatBuffer rows(int first, int count) {
    FloatBuffer[] open = requireOpen();
    Objects.checkFromIndexSize(first, count, rows);
    return open[first / rowsPerMapping].slice(first % rowsPerMapping * dim, count * dim);
  }

  /** Ends all reading; closing twice is harmless. */
  @Override
  public void close() {
    mappings = null;
  }
}
