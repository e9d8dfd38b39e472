package io.hardgnn.onnx.runtime;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.HostTensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * A tensor in memory that ONNX Runtime reads or writes in place: a direct buffer in native byte
 * order, from its beginning.
 *
 * <p>Mutable and not thread-safe: one run at a time.
 *
 * @param buffer a {@link FloatBuffer} or an {@link IntBuffer} with room for all elements
 * @param dims sizes, outermost first
 */
@SuppressWarnings("ArrayRecordComponent") // a view that is never compared
public record TensorBuffer(Buffer buffer, long[] dims) {

  /** Checks that the engine can share the memory. */
  public TensorBuffer {
    ByteOrder order;
    if (buffer instanceof FloatBuffer floats) {
      order = floats.order();
    } else if (buffer instanceof IntBuffer ints) {
      order = ints.order();
    } else {
      throw new IllegalArgumentException("a FloatBuffer or an IntBuffer expected: " + buffer);
    }
    if (!buffer.isDirect() || order != ByteOrder.nativeOrder()) {
      // a heap buffer would be copied, one in the other byte order silently misread
      throw new IllegalArgumentException(
          "a direct buffer in native byte order expected: " + buffer + " in " + order);
    }
    if (buffer.capacity() < count(dims)) {
      throw new IllegalArgumentException(
          "dimensions " + Arrays.toString(dims) + " need " + count(dims) + " elements: " + buffer);
    }
  }

  /** Allocates a tensor of floats, all 0. */
  public static TensorBuffer floats(long... dims) {
    return new TensorBuffer(allocate(dims).asFloatBuffer(), dims);
  }

  /** Allocates a tensor of 32-bit integers, all 0. */
  public static TensorBuffer ints(long... dims) {
    return new TensorBuffer(allocate(dims).asIntBuffer(), dims);
  }

  /** Copies an array on the host. */
  public static TensorBuffer copyOf(HostTensor tensor) {
    long[] dims = Arrays.stream(tensor.dims()).asLongStream().toArray();
    if (tensor.type() == DType.INT) {
      TensorBuffer copy = ints(dims);
      ((IntBuffer) copy.buffer).put(0, tensor.ints());
      return copy;
    }
    TensorBuffer copy = floats(dims);
    ((FloatBuffer) copy.buffer).put(0, tensor.floats());
    return copy;
  }

  /** Returns the same memory under other dimensions, which need no more elements than there are. */
  public TensorBuffer as(long... otherDims) {
    return new TensorBuffer(buffer, otherDims);
  }

  /** Returns the buffer of a tensor of floats. */
  public FloatBuffer asFloats() {
    return (FloatBuffer) buffer;
  }

  /** Returns the buffer of a tensor of whole numbers. */
  public IntBuffer asInts() {
    return (IntBuffer) buffer;
  }

  /** Returns the number of elements. */
  public int size() {
    return Math.toIntExact(count(dims));
  }

  private static long count(long[] dims) {
    long count = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "a dimension cannot be negative: " + Arrays.toString(dims));
      }
      count = Math.multiplyExact(count, dim);
    }
    return count;
  }

  private static ByteBuffer allocate(long[] dims) {
    return ByteBuffer.allocateDirect(Math.toIntExact(4 * count(dims)))
        .order(ByteOrder.nativeOrder());
  }
}
