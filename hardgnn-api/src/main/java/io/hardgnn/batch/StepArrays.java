package io.hardgnn.batch;

/**
 * Lengths of a step's arrays, which are products of settings and may be more than an array can
 * have.
 */
final class StepArrays {

  private StepArrays() {}

  /**
   * Returns {@code rows * each}.
   *
   * @param settings those that the length follows from, for the message
   * @throws IllegalArgumentException if that is more than {@link Integer#MAX_VALUE}, or one of them
   *     is negative
   */
  static int length(int rows, int each, String settings) {
    if (rows < 0 || each < 0) {
      throw new IllegalArgumentException(
          "an array cannot have " + rows + " x " + each + " elements; see " + settings);
    }
    long length = (long) rows * each;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a step needs an array of "
              + rows
              + " x "
              + each
              + " elements, more than the "
              + Integer.MAX_VALUE
              + " that one can have; use a smaller "
              + settings);
    }
    return (int) length;
  }
}
