package io.hardgnn.data.prepare;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.columns.Csr;
import io.hardgnn.internal.parallel.Results;
import io.hardgnn.internal.split.UserRanges;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * What filtering left over, with dense indices of its own.
 *
 * @param users ids of the users that have an interaction
 * @param items ids of the items that are counted, which is that they have an interaction, if only
 *     of a user whom the split left out
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
    CompletableFuture<Vocabulary> userIds = supplyAsync(() -> log.users().select(newUser));
    CompletableFuture<Vocabulary> itemIds = supplyAsync(() -> log.items().select(newItem));
    int[] offsets = new int[users + 1];
    for (int user = 0; user < newUser.length; user++) {
      if (newUser[user] >= 0) {
        offsets[newUser[user] + 1] = userCounts[user];
      }
    }
    Csr.toOffsets(offsets);
    Sequences sequences = moveTogether(remaining, newItem, offsets, items);
    return new Compaction(Results.of(userIds), Results.of(itemIds), sequences);
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

  /**
   * Moves what is left together in the arrays in which it is, since memory not used before costs
   * more than the moving.
   */
  private static Sequences moveTogether(
      Remaining remaining, int[] newItem, int[] offsets, int itemCount) {
    SortedRows rows = remaining.rows();
    int[] counts = remaining.userCounts();
    int[] items = rows.items();
    long[] times = rows.times();
    UserRanges ranges = UserRanges.of(rows.userCount(), rows::start);
    ranges.inParallel(
        (from, to) -> {
          int out = rows.start(from);
          for (int user = from; user < to; user++) {
            if (counts[user] > 0) {
              out = move(user, remaining, newItem, out);
            }
          }
        });
    int[] end = new int[1];
    ranges.inOrder(
        (from, to) -> {
          int length = Arrays.stream(counts, from, to).sum();
          if (rows.start(from) > end[0]) {
            System.arraycopy(items, rows.start(from), items, end[0], length);
            System.arraycopy(times, rows.start(from), times, end[0], length);
          }
          end[0] += length;
        });
    return Sequences.ofFirst(offsets, items, times, itemCount);
  }

  /**
   * Moves what is left of a user to {@code out}, which is not after it, and returns the place
   * behind.
   */
  private static int move(int user, Remaining remaining, int[] newItem, int out) {
    SortedRows rows = remaining.rows();
    int next = out;
    for (int row = rows.start(user); row < rows.end(user); row++) {
      if (remaining.has(row)) {
        rows.times()[next] = rows.times()[row];
        rows.items()[next++] = newItem[rows.item(row)];
      }
    }
    return next;
  }
}
