package io.hardgnn.io;

import java.util.Arrays;
import java.util.Objects;

/**
 * A dense array on its way to or from a file: a type, a shape and a row-major Java array.
 *
 * <p>The array is shared, not copied, because weights are large: whoever hands it over must not
 * change it afterwards. A shape of no dimensions is a scalar (one element); a dimension may be
 * zero. A Java array bounds the number of elements to {@value #MAX_ELEMENTS}. Equality compares
 * type, shape and elements (floats by their bits). Safe for use by several threads as long as
 * nobody changes the array.
 */
public final class TensorData {

  /** The most elements one tensor may have, a little under 2<sup>31</sup>. */
  public static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final TensorType type;
  private final int[] shape;
  private final Object array;
  private final int size;

  private TensorData(TensorType type, int[] shape, Object array, int length) {
    this.type = type;
    this.shape = shape.clone();
    this.array = array;
    this.size = length;
    long expected = elements(shape);
    if (expected != length) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + Arrays.toString(shape)
              + " has "
              + expected
              + " elements, but the array has "
              + length);
    }
  }

  /**
   * A tensor of type {@link TensorType#F32}.
   *
   * @throws IllegalArgumentException if the shape has a negative dimension or does not hold exactly
   *     these values
   */
  public static TensorData ofFloats(float[] values, int... shape) {
    return new TensorData(TensorType.F32, shape, values, values.length);
  }

  /**
   * A tensor of type {@link TensorType#I32}.
   *
   * @throws IllegalArgumentException if the shape has a negative dimension or does not hold exactly
   *     these values
   */
  public static TensorData ofInts(int[] values, int... shape) {
    return new TensorData(TensorType.I32, shape, values, values.length);
  }

  /**
   * A tensor of type {@link TensorType#I64}.
   *
   * @throws IllegalArgumentException if the shape has a negative dimension or does not hold exactly
   *     these values
   */
  public static TensorData ofLongs(long[] values, int... shape) {
    return new TensorData(TensorType.I64, shape, values, values.length);
  }

  /**
   * The number of elements of a shape.
   *
   * @throws IllegalArgumentException if a dimension is negative or there are more than
   *     {@value #MAX_ELEMENTS} elements
   */
  static int elements(int[] shape) {
    long count = 1;
    boolean empty = false;
    for (int dim : shape) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(shape));
      }
      empty |= dim == 0;
    }
    for (int dim : shape) {
      // Each factor is below 2^31 and the running product was checked, so a long cannot overflow
      // here.
      count = empty ? 0 : count * dim;
      if (count > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "a tensor of shape "
                + Arrays.toString(shape)
                + " has more than "
                + MAX_ELEMENTS
                + " elements, the most one tensor may have; split it into several");
      }
    }
    return (int) count;
  }

  /** The type of the elements. */
  public TensorType type() {
    return type;
  }

  /** The lengths of the dimensions, a fresh copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** Bytes of all elements together. */
  public long byteSize() {
    return (long) size * type.bytes();
  }

  /**
   * The elements, row-major, not copied.
   *
   * @throws IllegalStateException if the type is not {@link TensorType#F32}
   */
  public float[] floats() {
    return (float[]) require(TensorType.F32);
  }

  /**
   * The elements, row-major, not copied.
   *
   * @throws IllegalStateException if the type is not {@link TensorType#I32}
   */
  public int[] ints() {
    return (int[]) require(TensorType.I32);
  }

  /**
   * The elements, row-major, not copied.
   *
   * @throws IllegalStateException if the type is not {@link TensorType#I64}
   */
  public long[] longs() {
    return (long[]) require(TensorType.I64);
  }

  private Object require(TensorType wanted) {
    if (type != wanted) {
      throw new IllegalStateException("the elements of " + this + " were asked for as " + wanted);
    }
    return array;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Objects.deepEquals(array, that.array);
  }

  @Override
  public int hashCode() {
    int elements =
        switch (type) {
          case F32 -> Arrays.hashCode(floats());
          case I32 -> Arrays.hashCode(ints());
          case I64 -> Arrays.hashCode(longs());
        };
    return Objects.hash(type, Arrays.hashCode(shape), elements);
  }

  /** Type and shape, such as {@code F32[943, 64]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
