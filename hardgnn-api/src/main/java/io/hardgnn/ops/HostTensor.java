package io.hardgnn.ops;

/**
 * An array on the host with its dimensions: what is fed to an input or read from a result.
 *
 * <p>Exactly one of the arrays is in use, according to {@code type}. The arrays are shared, not
 * copied.
 *
 * @param type {@link DType#FLOAT} or {@link DType#INT}
 * @param dims sizes, outermost first
 * @param floats row-major values of a FLOAT, otherwise empty
 * @param ints row-major values of an INT, otherwise empty
 */
@SuppressWarnings("ArrayRecordComponent") // a view of arrays that batches reuse
public record HostTensor(DType type, int[] dims, float[] floats, int[] ints) {

  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};

  /** Checks that the array fills the dimensions. */
  public HostTensor {
    if (type == DType.BOOL) {
      throw new IllegalArgumentException("a host tensor is FLOAT or INT, not BOOL");
    }
    long count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    int length = type == DType.INT ? ints.length : floats.length;
    if (count != length) {
      throw new ShapeException(
          length + " elements do not fill dimensions " + java.util.Arrays.toString(dims));
    }
  }

  /** Returns a tensor of real numbers. */
  public static HostTensor of(float[] values, int... dims) {
    return new HostTensor(DType.FLOAT, dims, values, NO_INTS);
  }

  /** Returns a tensor of indices. */
  public static HostTensor of(int[] values, int... dims) {
    return new HostTensor(DType.INT, dims, NO_FLOATS, values);
  }
}
