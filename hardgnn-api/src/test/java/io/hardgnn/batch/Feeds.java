package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks into the arrays of a batch. */
final class Feeds {

  private Feeds() {}

  static int[] ints(Batch batch, String name) {
    return tensor(batch.feeds(), name).ints();
  }

  static float[] floats(Batch batch, String name) {
    return tensor(batch.feeds(), name).floats();
  }

  static int[] dims(Batch batch, String name) {
    return tensor(batch.feeds(), name).dims();
  }

  static HostTensor tensor(Map<String, HostTensor> feeds, String name) {
    HostTensor tensor = feeds.get(name);
    if (tensor == null) {
      throw new AssertionError("no feed " + name + " among " + feeds.keySet());
    }
    return tensor;
  }

  /** Returns the sequences of all steps of an epoch. */
  static int[] all(List<int[]> epoch) {
    return epoch.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /**
   * Returns the items of a row of masked sequences, oldest first, after checking that the mask is
   * right-aligned.
   */
  static int[] sequence(Batch batch, String prefix, int row) {
    HostTensor items = tensor(batch.feeds(), prefix + ".items");
    float[] mask = floats(batch, prefix + ".mask");
    int length = items.dims()[1];
    int first = 0;
    while (first < length && mask[row * length + first] == 0) {
      first++;
    }
    for (int column = first; column < length; column++) {
      if (mask[row * length + column] != 1) {
        throw new AssertionError(
            "row " + row + " of " + prefix + " has a hole: " + Arrays.toString(mask));
      }
    }
    return Arrays.copyOfRange(items.ints(), row * length + first, (row + 1) * length);
  }

  /** Returns a printable copy of everything, for comparison. */
  static Map<String, String> text(Batch batch) {
    Map<String, String> text = new TreeMap<>();
    batch
        .feeds()
        .forEach(
            (name, tensor) ->
                text.put(
                    name,
                    Arrays.toString(tensor.dims())
                        + Arrays.toString(tensor.ints())
                        + Arrays.toString(tensor.floats())));
    return text;
  }
}
