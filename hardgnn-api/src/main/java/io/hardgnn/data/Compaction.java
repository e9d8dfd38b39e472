package io.hardgnn.data;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What filtering left over, with dense indices of its own.
 *
 * @param users ids of the users that have an interaction
 * @param items ids of the items that have an interaction
 * @param sequences each user's interactions in the new indices
 */
record Compaction(Vocabulary users, Vocabulary items, Sequences sequences) {

  /** Renumbers users and items; the order of their indices stays. */
  static Compaction of(InteractionLog log, Remaining remaining) {
    int[] userCounts = remaining.userCounts();
    int[] newUser = dense(userCounts);
    int[] newItem = dense(remaining.itemCounts());
    int users = Arrays.stream(newUser).max().orElse(-1) + 1;
    int items = Arrays.stream(newItem).max().orElse(-1) + 1;
    CompletableFuture<Vocabulary> userIds = supplyAsync(() -> log.users().select(newUser, users));
    CompletableFuture<Vocabulary> itemIds = supplyAsync(() -> log.items().select(newItem, items));
    int[] offsets = new int[users + 1];
    for (int user = 0; user < newUser.length; user++) {
      if (newUser[user] >= 0) {
        offsets[newUser[user] + 1] = userCounts[user];
      }
    }
    Csr.toOffsets(offsets);
    Sequences sequences = copy(remaining, newUser, newItem, offsets, items);
    return new Compaction(userIds.join(), itemIds.join(), sequences);
  }

  /** Numbers what has a count; the rest gets -1. */
  private static int[] dense(int[] counts) {
    int next = 0;
    int[] indices = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      indices[i] = counts[i] > 0 ? next++ : -1;
    }
    return indices;
  }

  private static Sequences copy(
      Remaining remaining, int[] newUser, int[] newItem, int[] offsets, int itemCount) {
    Sequences from = remaining.sequences();
    int[] items = new int[remaining.size()];
    long[] times = new long[remaining.size()];
    UserRanges.inParallel(
        from.userCount(),
        from::start,
        (begin, end) -> {
          for (int user = begin; user < end; user++) {
            if (newUser[user] >= 0) {
              int out = offsets[newUser[user]];
              for (int position = from.start(user); position < from.end(user); position++) {
                if (remaining.has(position)) {
                  items[out] = newItem[from.item(position)];
                  times[out++] = from.timestamp(position);
                }
              }
            }
          }
        });
    return new Sequences(offsets, items, times, itemCount);
  }

  Dataset toDataset(boolean holdOut, List<FilterStep> steps) {
    return new LeaveOneOutDataset(users, items, sequences, holdOut, steps);
  }
}
