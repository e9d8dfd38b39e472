package io.hardgnn.onnx.bundle;

import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of items in a memory-mapped file: {@code [rows, dim]} 32-bit whole numbers, row-major,
 * little-endian, with no header. It must not change or shrink while it is open. Thread-safe.
 */
public final class IndexTable implements AutoCloseable {

  private final Path file;
  private final int rows;
  private final int dim;
  private final int rowsPerMapping;
  private volatile IntBuffer @Nullable [] mappings;

  private IndexTable(Path file, int rows, int dim, int rowsPerMapping, IntBuffer[] mappings) {
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
  public static IndexTable open(Path file, int rows, int dim) throws IOException {
    MappedRows mapped = MappedRows.open(file, rows, dim, MappedRows.PART_BYTES);
    IntBuffer[] mappings = new IntBuffer[mapped.parts().length];
    Arrays.setAll(mappings, part -> mapped.parts()[part].asIntBuffer());
    return new IndexTable(file, rows, dim, mapped.rowsPerPart(), mappings);
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the size of a row. */
  public int dim() {
    return dim;
  }

  /**
   * Copies a row.
   *
   * @param target receives {@link #dim} numbers from its beginning
   * @throws IndexOutOfBoundsException if there is no such row, or {@code target} is too short
   * @throws IllegalStateException if the table is closed
   */
  public void row(int row, int[] target) {
    IntBuffer @Nullable [] open = mappings;
    if (open == null) {
      throw new IllegalStateException(file + ": the table is closed");
    }
    Objects.checkIndex(row, rows);
    open[row / rowsPerMapping].get(row % rowsPerMapping * dim, target, 0, dim);
  }

  /** Ends all reading; closing twice is harmless. */
  @Override
  public void close() {
    mappings = null;
  }
}
