package io.hardgnn.onnx.bundle;

/**
 * Embeddings as 8-bit whole numbers with one scale per row: a value is its whole number times the
 * scale of its row, but for rounding.
 *
 * <p>The numbers are within -63 and 63. Processors without a product of bytes of their own add two
 * products of an unsigned and a signed byte in 16 bits, which they would exceed with larger ones.
 *
 * @param columns {@code [d, rows]}: one row after the other as columns
 * @param scales {@code [rows]}, 0 for a row of zeros
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the writer, never compared
record IntegerTable(byte[] columns, float[] scales) {

  private static final int RANGE = 63;

  /** As many values as an array holds. */
  static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  /**
   * Rounds embeddings.
   *
   * @throws ArithmeticException if they have more values than an array can
   */
  static IntegerTable of(EmbeddingRows rows) {
    int count = rows.rows();
    int dim = rows.dim();
    byte[] columns = new byte[Math.multiplyExact(count, dim)];
    float[] scales = new float[count];
    float[] row = new float[dim];
    for (int index = 0; index < count; index++) {
      rows.row(index, row);
      float greatest = 0;
      for (float value : row) {
        greatest = Math.max(greatest, Math.abs(value));
      }
      scales[index] = greatest / RANGE;
      if (scales[index] > 0) {
        for (int i = 0; i < dim; i++) {
          columns[i * count + index] = (byte) Math.round(row[i] / scales[index]);
        }
      }
    }
    return new IntegerTable(columns, scales);
  }
}
