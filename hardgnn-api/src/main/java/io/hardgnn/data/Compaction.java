package io.hardgnn.data;

import java.util.Arrays;
import java.util.List;

/**
 * What filtering left over, with dense indices of its own.
 *
 * @param users ids of the users that have an interaction
 * @param items ids of the items that have an interaction
 * @param sequences each user's interactions in the new indices
 */
record Compaction(Vocabulary users, Vocabulary items, Sequences sequences) {

  /** Renumbers users and items; the order of their indices stays. */
  static Compaction of(InteractionLog log, Sequences left) {
    int[] newUser = new int[left.userCount()];
    int[] offsets = new int[left.userCount() + 1];
    int users = 0;
    for (int user = 0; user < left.userCount(); user++) {
      boolean kept = left.length(user) > 0;
      newUser[user] = kept ? users++ : -1;
      if (kept) {
        offsets[users] = left.end(user);
      }
    }
    int[] newItem = Csr.itemCounts(left);
    int items = 0;
    for (int item = 0; item < newItem.length; item++) {
      newItem[item] = newItem[item] > 0 ? items++ : -1;
    }
    int[] sequenceItems = new int[left.size()];
    long[] times = new long[left.size()];
    for (int position = 0; position < left.size(); position++) {
      sequenceItems[position] = newItem[left.item(position)];
      times[position] = left.timestamp(position);
    }
    return new Compaction(
        log.users().select(newUser, users),
        log.items().select(newItem, items),
        new Sequences(Arrays.copyOf(offsets, users + 1), sequenceItems, times, items));
  }

  Dataset toDataset(boolean holdOut, List<FilterStep> steps) {
    return new LeaveOneOutDataset(users, items, sequences, holdOut, steps);
  }
}
