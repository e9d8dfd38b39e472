package io.hardgnn.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One dimension of a {@link Shape}: a fixed size, a named size that is known only when a batch
 * arrives, or a product of these.
 *
 * <p>A named dimension gets its value from the {@linkplain Ops#input inputs} that mention it, so
 * two tensors that share a name agree in size. Immutable.
 */
public final class Dim {

  /** The dimension of size one, which broadcasts. */
  public static final Dim ONE = new Dim(1, List.of());

  private final int factor;
  private final List<String> names;

  private Dim(int factor, List<String> names) {
    this.factor = factor;
    this.names = names;
  }

  /**
   * Returns a fixed dimension.
   *
   * @throws IllegalArgumentException if {@code size} is negative
   */
  public static Dim of(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a dimension cannot be negative: " + size);
    }
    return new Dim(size, List.of());
  }

  /**
   * Returns a dimension whose size is known when a batch arrives.
   *
   * @throws IllegalArgumentException if {@code name} is blank
   */
  public static Dim named(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a named dimension needs a name");
    }
    return new Dim(1, List.of(name));
  }

  /** Returns the product of two dimensions, as flattening two axes into one yields. */
  public Dim times(Dim other) {
    if (factor == 0 || other.factor == 0) {
      return of(0);
    }
    List<String> product = new ArrayList<>(names);
    product.addAll(other.names);
    Collections.sort(product);
    return new Dim(Math.multiplyExact(factor, other.factor), List.copyOf(product));
  }

  /** Returns whether the size is known without a batch. */
  public boolean isFixed() {
    return names.isEmpty();
  }

  /**
   * Returns the size of a fixed dimension.
   *
   * @throws IllegalStateException if the dimension is not {@linkplain #isFixed() fixed}
   */
  public int size() {
    if (!isFixed()) {
      throw new IllegalStateException("dimension " + this + " has no fixed size");
    }
    return factor;
  }

  /** Returns the fixed part of the product: the size itself if the dimension is fixed. */
  public int factor() {
    return factor;
  }

  /** Returns the names in the product, sorted, with repetitions. */
  public List<String> names() {
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim that && factor == that.factor && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return 31 * factor + names.hashCode();
  }

  @Override
  public String toString() {
    if (isFixed()) {
      return Integer.toString(factor);
    }
    String product = String.join("*", names);
    return factor == 1 ? product : factor + "*" + product;
  }
}
