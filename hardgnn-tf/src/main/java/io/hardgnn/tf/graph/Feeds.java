package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.ShapeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values for the inputs of one run, by input name.
 *
 * <p>Arrays are not copied until the run and may be longer than the dimensions need, so that a
 * batch can reuse them. Putting a name again replaces its value. Not thread-safe.
 */
public final class Feeds {

  private static final Object NOTHING = new Object();

  private final Map<String, Value> values = new LinkedHashMap<>();

  /**
   * One value: an {@code int[]}, {@code float[]} or {@code boolean[]} whose first {@code count}
   * elements count.
   */
  record Value(DType type, Object array, int[] dims, int count) {

    /** Returns type and dimensions alone, to hold on to without the numbers. */
    Value withoutArray() {
      return new Value(type, NOTHING, dims, count);
    }
  }

  /**
   * Feeds integers.
   *
   * @param name the input
   * @param values row-major
   * @param dims sizes, outermost first; none for a scalar
   * @throws ShapeException if there are fewer values than the dimensions hold
   */
  public Feeds ints(String name, int[] values, int... dims) {
    return put(name, DType.INT, values, values.length, dims);
  }

  /** Feeds real numbers; otherwise as {@link #ints}. */
  public Feeds floats(String name, float[] values, int... dims) {
    return put(name, DType.FLOAT, values, values.length, dims);
  }

  /** Feeds truth values; otherwise as {@link #ints}. */
  public Feeds booleans(String name, boolean[] values, int... dims) {
    return put(name, DType.BOOL, values, values.length, dims);
  }

  /** Feeds a real number to a scalar input. */
  public Feeds scalar(String name, double value) {
    return floats(name, new float[] {(float) value});
  }

  /** Feeds an array with its dimensions. */
  public Feeds tensor(String name, HostTensor tensor) {
    values.put(name, value(name, tensor));
    return this;
  }

  /**
   * Feeds the seed that decides what {@code dropout} zeroes: equal seeds, equal bits. Needed by
   * graphs with dropout.
   */
  public Feeds dropoutSeed(long seed) {
    return ints(TfGraph.DROPOUT_SEED, new int[] {(int) (seed >>> 32), (int) seed}, 2);
  }

  Map<String, Value> values() {
    return values;
  }

  static Value value(String name, HostTensor tensor) {
    return switch (tensor.type()) {
      case FLOAT ->
          value(name, DType.FLOAT, tensor.floats(), tensor.floats().length, tensor.dims());
      case INT -> value(name, DType.INT, tensor.ints(), tensor.ints().length, tensor.dims());
      case BOOL -> throw new IllegalArgumentException("input '" + name + "': use booleans(...)");
    };
  }

  private static Value value(String name, DType type, Object array, int length, int[] dims) {
    int count =
        ArrayLength.of("input '" + name + "'", Arrays.stream(dims).asLongStream().toArray());
    if (length < count) {
      throw new ShapeException(
          "input '"
              + name
              + "': "
              + length
              + " values do not fill dimensions "
              + Arrays.toString(dims));
    }
    return new Value(type, array, dims.clone(), count);
  }

  private Feeds put(String name, DType type, Object array, int length, int[] dims) {
    values.put(name, value(name, type, array, length, dims));
    return this;
  }
}
