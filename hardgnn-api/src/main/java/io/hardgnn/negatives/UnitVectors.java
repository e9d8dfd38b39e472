package io.hardgnn.negatives;

import io.hardgnn.ops.HostTensor;

/** The table of all items that {@link Pool.Proposed} proposes by. */
public final class UnitVectors {

  private static final double SMALLEST_NORM = 1e-6;

  private UnitVectors() {}

  /**
   * Returns vectors of unit length; what is shorter than a millionth stays shorter than 1.
   *
   * @param vectors {@code [items * d]} one after the other; overwritten
   * @param dim {@code d}
   * @return {@code [items, d]}
   */
  public static HostTensor of(float[] vectors, int dim) {
    for (int from = 0; from < vectors.length; from += dim) {
      double squares = 0;
      for (int i = from; i < from + dim; i++) {
        squares += vectors[i] * vectors[i];
      }
      float scale = (float) (1 / Math.max(Math.sqrt(squares), SMALLEST_NORM));
      for (int i = from; i < from + dim; i++) {
        vectors[i] *= scale;
      }
    }
    return HostTensor.of(vectors, vectors.length / dim, dim);
  }
}
