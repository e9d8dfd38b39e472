package io.hardgnn.internal.store;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import io.hardgnn.data.Sequences;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sequences as the tensors {@code offsets [users + 1]}, {@code items [n]} and
 * {@code timestamps [n]}.
 */
final class SequencesFile {

  private static final String OFFSETS = "offsets";
  private static final String ITEMS = "items";
  private static final String TIMESTAMPS = "timestamps";

  private SequencesFile() {}

  static Map<String, TensorData> tensors(Sequences sequences) {
    int[] offsets = new int[sequences.userCount() + 1];
    for (int user = 0; user < sequences.userCount(); user++) {
      offsets[user + 1] = sequences.end(user);
    }
    int[] items = new int[sequences.size()];
    long[] timestamps = new long[sequences.size()];
    for (int position = 0; position < items.length; position++) {
      items[position] = sequences.item(position);
      timestamps[position] = sequences.timestamp(position);
    }
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put(OFFSETS, TensorData.ofInts(offsets, offsets.length));
    tensors.put(ITEMS, TensorData.ofInts(items, items.length));
    tensors.put(TIMESTAMPS, TensorData.ofLongs(timestamps, timestamps.length));
    return tensors;
  }

  /**
   * Returns the sequences of a file; {@link ArtifactException} if they are not sequences of these
   * users and items.
   */
  static Sequences read(TensorSet file, int users, int items) {
    int[] offsets = file.ints(OFFSETS, users + 1);
    int[] itemsOfAll = file.ints(ITEMS, TensorSet.ANY);
    long[] timestamps = file.longs(TIMESTAMPS, itemsOfAll.length);
    try {
      return new Sequences(offsets, itemsOfAll, timestamps, items);
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(
          CORRUPT,
          file.source(),
          "holds no sequences of these users and items: " + e.getMessage(),
          e);
    }
  }
}
