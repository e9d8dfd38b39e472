package io.hardgnn.tf.graph;

import io.hardgnn.ops.Expr;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a run fetched, as Java arrays; holds nothing native. */
public final class Fetched {

  private final Map<Expr, Object> arrays = new IdentityHashMap<>();

  Fetched(List<Expr> fetches, List<Object> values) {
    for (int i = 0; i < values.size(); i++) {
      arrays.put(fetches.get(i), values.get(i));
    }
  }

  /**
   * Returns a FLOAT, row-major.
   *
   * @throws IllegalArgumentException if it was not fetched or has another type
   */
  public float[] floats(Expr x) {
    return array(x, float[].class);
  }

  /** Returns an INT, row-major; otherwise as {@link #floats}. */
  public int[] ints(Expr x) {
    return array(x, int[].class);
  }

  /** Returns a BOOL, row-major; otherwise as {@link #floats}. */
  public boolean[] booleans(Expr x) {
    return array(x, boolean[].class);
  }

  /** Returns a FLOAT of one element; otherwise as {@link #floats}. */
  public float scalar(Expr x) {
    float[] values = floats(x);
    if (values.length != 1) {
      throw new IllegalArgumentException(x + " has " + values.length + " elements, not one");
    }
    return values[0];
  }

  private <A> A array(Expr x, Class<A> type) {
    @Nullable Object array = arrays.get(x);
    if (array == null) {
      throw new IllegalArgumentException(x + " was not fetched");
    }
    if (!type.isInstance(array)) {
      throw new IllegalArgumentException(x + " does not fit a " + type.getSimpleName());
    }
    return type.cast(array);
  }
}
