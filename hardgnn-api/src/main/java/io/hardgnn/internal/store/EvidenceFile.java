package io.hardgnn.internal.store;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import io.hardgnn.blend.Evidence;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import io.hardgnn.transitions.ItemTransitions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counted evidence as a file: transitions in CSR form, rows by item, and the popularity of each
 * item.
 */
final class EvidenceFile {

  private static final String OFFSETS = "offsets";
  private static final String ITEMS = "items";
  private static final String WEIGHTS = "weights";
  private static final String POPULARITY = "popularity";

  private EvidenceFile() {}

  static Map<String, TensorData> tensors(Evidence evidence) {
    ItemTransitions transitions = evidence.transitions();
    int count = transitions.itemCount();
    int[] offsets = new int[count + 1];
    for (int from = 0; from < count; from++) {
      offsets[from + 1] = Math.addExact(offsets[from], transitions.size(from));
    }
    int[] items = new int[offsets[count]];
    float[] weights = new float[items.length];
    for (int from = 0; from < count; from++) {
      for (int n = 0; n < transitions.size(from); n++) {
        items[offsets[from] + n] = transitions.item(from, n);
        weights[offsets[from] + n] = transitions.weight(from, n);
      }
    }
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put(OFFSETS, TensorData.ofInts(offsets, offsets.length));
    tensors.put(ITEMS, TensorData.ofInts(items, items.length));
    tensors.put(WEIGHTS, TensorData.ofFloats(weights, weights.length));
    tensors.put(POPULARITY, TensorData.ofFloats(evidence.popularity(), count));
    return tensors;
  }

  /** Returns the evidence of a file; {@link ArtifactException} if it is none about these items. */
  static Evidence read(TensorSet file, int count) {
    int[] offsets = file.ints(OFFSETS, count + 1);
    int[] items = file.ints(ITEMS, TensorSet.ANY);
    float[] weights = file.floats(WEIGHTS, items.length);
    float[] popularity = file.floats(POPULARITY, count);
    if (offsets[0] != 0 || offsets[count] != items.length) {
      throw corrupt(file, "offsets do not run from 0 to the number of transitions", null);
    }
    int[][] rows = new int[count][];
    float[][] values = new float[count][];
    for (int from = 0; from < count; from++) {
      if (offsets[from] > offsets[from + 1] || offsets[from + 1] > items.length) {
        throw corrupt(file, "offsets decrease at item " + from, null);
      }
      rows[from] = Arrays.copyOfRange(items, offsets[from], offsets[from + 1]);
      values[from] = Arrays.copyOfRange(weights, offsets[from], offsets[from + 1]);
      if (!Float.isFinite(popularity[from])) {
        throw corrupt(file, "the popularity of item " + from + " is not finite", null);
      }
    }
    try {
      return new Evidence(ItemTransitions.of(rows, values), popularity);
    } catch (IllegalArgumentException e) {
      throw corrupt(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ArtifactException corrupt(
      TensorSet file, String detail, @Nullable Throwable cause) {
    return new ArtifactException(CORRUPT, file.source(), detail, cause);
  }
}
