package io.hardgnn.tf.graph;

import io.hardgnn.tf.lowering.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Native tensors that hold what is fed, one per input, kept from run to run and overwritten while
 * the size stays the same.
 *
 * <p>Overwriting is safe because a run is over before the next feed is written, and no node keeps a
 * fed buffer: variables are assigned from tensors of their own. Owned and closed by
 * {@link TfGraph}.
 */
final class HostBuffers implements AutoCloseable {

  private final Map<String, Tensor> tensors = new HashMap<>();

  /** Returns a tensor with the value, valid until the next call for the same name. */
  Tensor write(String name, Feeds.Value value) {
    Shape shape = shape(value);
    @Nullable Tensor tensor = tensors.get(name);
    if (tensor == null || !tensor.shape().equals(shape)) {
      if (tensor != null) {
        tensor.close();
        tensors.remove(name);
      }
      tensor = Tensor.of(Types.of(value.type()), shape);
      tensors.put(name, tensor);
    }
    fill(tensor, value);
    return tensor;
  }

  /** Returns a new tensor with the value, which the caller closes. */
  static Tensor create(Feeds.Value value) {
    Tensor tensor = Tensor.of(Types.of(value.type()), shape(value));
    fill(tensor, value);
    return tensor;
  }

  /** Returns a copy of a tensor as a {@code float[]}, {@code int[]} or {@code boolean[]}. */
  static Object read(Tensor tensor) {
    int count = ArrayLength.of("a result", tensor.shape().asArray());
    RawTensor raw = tensor.asRawTensor();
    if (tensor.dataType() == DataType.DT_FLOAT) {
      float[] floats = new float[count];
      if (count > 0) {
        raw.data().asFloats().read(floats);
      }
      return floats;
    }
    if (tensor.dataType() == DataType.DT_INT32) {
      int[] ints = new int[count];
      if (count > 0) {
        raw.data().asInts().read(ints);
      }
      return ints;
    }
    boolean[] booleans = new boolean[count];
    if (count > 0) {
      raw.data().asBooleans().read(booleans);
    }
    return booleans;
  }

  /**
   * Copies a FLOAT tensor to the front of an array.
   *
   * @throws IllegalArgumentException if the array is shorter
   */
  static void read(Tensor tensor, float[] into) {
    long count = tensor.shape().size();
    if (count > into.length) {
      throw new IllegalArgumentException(
          "an array of " + into.length + " numbers does not take " + count);
    }
    if (count > 0) {
      tensor.asRawTensor().data().asFloats().read(into, 0, (int) count);
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }

  private static Shape shape(Feeds.Value value) {
    long[] dims = new long[value.dims().length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = value.dims()[i];
    }
    return Shape.of(dims);
  }

  private static void fill(Tensor tensor, Feeds.Value value) {
    if (value.count() == 0) {
      return;
    }
    RawTensor raw = tensor.asRawTensor();
    switch (value.type()) {
      case FLOAT -> raw.data().asFloats().write((float[]) value.array(), 0, value.count());
      case INT -> raw.data().asInts().write((int[]) value.array(), 0, value.count());
      case BOOL -> raw.data().asBooleans().write((boolean[]) value.array(), 0, value.count());
    }
  }
}
