package io.hardgnn.tf.graph;

import io.hardgnn.tf.session.EngineException;
import java.util.Arrays;

/** The length of the Java array that holds a tensor. */
public final class ArrayLength {

  private ArrayLength() {}

  /**
   * Returns the product of sizes.
   *
   * @param what names the tensor in the message
   * @param dims sizes, outermost first, 0 or greater
   * @throws EngineException if no array is so long
   */
  public static int of(String what, long... dims) {
    if (Arrays.stream(dims).anyMatch(dim -> dim == 0)) {
      return 0;
    }
    int length = 1;
    for (long dim : dims) {
      if (dim > Integer.MAX_VALUE / length) {
        throw new EngineException(
            what
                + " of shape "
                + Arrays.toString(dims)
                + " has more than "
                + Integer.MAX_VALUE
                + " elements, the most that a tensor of this engine may have");
      }
      length *= (int) dim;
    }
    return length;
  }
}
