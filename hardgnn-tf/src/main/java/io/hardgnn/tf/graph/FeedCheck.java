package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of one run against the declared inputs, and that dimensions of one name agree
 * in size.
 */
final class FeedCheck {

  private record Sized(String input, int size) {}

  private final Map<String, Sized> named = new HashMap<>();

  /**
   * Checks one value.
   *
   * @throws ShapeException if it does not fit
   */
  void accept(String name, Feeds.Value value, DType type, Shape shape) {
    boolean fits = value.type() == type && value.dims().length == shape.rank();
    for (int axis = 0; fits && axis < shape.rank(); axis++) {
      fits = !shape.dim(axis).isFixed() || shape.dim(axis).size() == value.dims()[axis];
    }
    if (!fits) {
      throw new ShapeException(
          "input '"
              + name
              + "' is "
              + type
              + " "
              + shape
              + " and was fed "
              + value.type()
              + " "
              + Arrays.toString(value.dims()));
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      agree(name, shape.dim(axis), value.dims()[axis]);
    }
  }

  private void agree(String input, Dim dim, int size) {
    if (dim.factor() != 1 || dim.names().size() != 1) {
      return;
    }
    String name = dim.names().get(0);
    @Nullable Sized before = named.putIfAbsent(name, new Sized(input, size));
    if (before != null && before.size() != size) {
      throw new ShapeException(
          "dimension '"
              + name
              + "' is "
              + before.size()
              + " in input '"
              + before.input()
              + "' and "
              + size
              + " in input '"
              + input
              + "'");
    }
  }
}
