package io.hardgnn.testkit;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that named dimensions take from what is fed; contradictions are
 * {@link ShapeException}s.
 */
final class Dims {

  private record Bound(int size, String input) {}

  private record Pending(String input, int axis, Dim dim, int size) {}

  private final Map<String, Bound> sizes = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();

  /** Binds the dimensions of an input to the sizes of the tensor fed for it. */
  void bind(String input, Shape shape, int[] fed) {
    if (shape.rank() != fed.length) {
      throw new ShapeException(
          "input '" + input + "' has shape " + shape + " and is fed " + Arrays.toString(fed));
    }
    for (int axis = 0; axis < fed.length; axis++) {
      Dim dim = shape.dim(axis);
      if (dim.factor() == 1 && dim.names().size() == 1) {
        bindName(dim.names().get(0), fed[axis], input);
      }
      pending.add(new Pending(input, axis, dim, fed[axis]));
    }
    pending.removeIf(this::checked);
  }

  private void bindName(String name, int size, String input) {
    @Nullable Bound known = sizes.putIfAbsent(name, new Bound(size, input));
    if (known != null && known.size() != size) {
      throw new ShapeException(
          "dimension '"
              + name
              + "' is "
              + known.size()
              + " in input '"
              + known.input()
              + "' and "
              + size
              + " in input '"
              + input
              + "'");
    }
  }

  /** Returns whether a fed size could be checked; a product waits until all its names are bound. */
  private boolean checked(Pending fed) {
    if (!sizes.keySet().containsAll(fed.dim().names())) {
      return false;
    }
    int expected = resolve(fed.dim());
    if (expected != fed.size()) {
      throw new ShapeException(
          "input '"
              + fed.input()
              + "': axis "
              + fed.axis()
              + " is "
              + fed.dim()
              + " = "
              + expected
              + ", but "
              + fed.size()
              + " is fed");
    }
    return true;
  }

  int resolve(Dim dim) {
    int size = dim.factor();
    for (String name : dim.names()) {
      @Nullable Bound bound = sizes.get(name);
      if (bound == null) {
        throw new ShapeException("no input has dimension '" + name + "', so its size is unknown");
      }
      size = Math.multiplyExact(size, bound.size());
    }
    return size;
  }

  int[] resolve(Shape shape) {
    return shape.dims().stream().mapToInt(this::resolve).toArray();
  }
}
