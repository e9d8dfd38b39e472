package io.hardgnn.internal.split;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Sequences;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

/** The validation or the test part of a split. Immutable. */
final class HeldOutPart implements HeldOut {

  private final Sequences arranged;
  private final int[] history; // [users] number of interactions before the targets
  private final ItemSequences targets; // different ones of each user
  private final int[] starts; // [users] position of the first target
  private final int[] counts; // [users] number of targets
  private final boolean timed;

  private HeldOutPart(
      Sequences arranged,
      int[] history,
      ItemSequences targets,
      int[] starts,
      int[] counts,
      boolean timed) {
    this.arranged = arranged;
    this.history = history;
    this.targets = targets;
    this.starts = starts;
    this.counts = counts;
    this.timed = timed;
  }

  /**
   * Returns what is held out for validation; the history is what is for training.
   *
   * @param timed whether the data has times
   */
  static HeldOutPart validation(SplitSequences parts, boolean mayRepeat, boolean timed) {
    return of(parts.arranged(), parts.trained(), parts::validated, mayRepeat, timed);
  }

  /**
   * Returns what is held out for test; the history is all the rest, in the order of time.
   *
   * @param timed whether the data has times
   */
  static HeldOutPart test(SplitSequences parts, boolean mayRepeat, boolean timed) {
    return of(parts.beforeTest(), parts.known(), parts::tested, mayRepeat, timed);
  }

  private static HeldOutPart of(
      Sequences arranged, int[] history, IntUnaryOperator count, boolean mayRepeat, boolean timed) {
    int[] starts = new int[arranged.userCount()];
    int[] counts = new int[starts.length];
    for (int user = 0; user < starts.length; user++) {
      starts[user] = arranged.start(user) + history[user];
      counts[user] = count.applyAsInt(user);
    }
    boolean several = Arrays.stream(counts).anyMatch(n -> n > 1);
    return mayRepeat && several
        ? different(arranged, history, starts, counts, timed)
        : new HeldOutPart(arranged, history, arranged.items(), starts, counts, timed);
  }

  /** Keeps the first of the targets of a user that are the same item. */
  private static HeldOutPart different(
      Sequences arranged, int[] history, int[] starts, int[] counts, boolean timed) {
    int[] items = new int[Arrays.stream(counts).sum()];
    int[] offsets = new int[starts.length + 1];
    ItemSet seen = new ItemSet(arranged.itemCount());
    int size = 0;
    for (int user = 0; user < starts.length; user++) {
      for (int position = starts[user]; position < starts[user] + counts[user]; position++) {
        if (seen.add(arranged.item(position))) {
          items[size++] = arranged.item(position);
        }
      }
      offsets[user + 1] = size;
      seen.clear();
    }
    ItemSequences targets =
        new ItemSequences(offsets, Arrays.copyOf(items, size), arranged.itemCount());
    int[] distinct = new int[starts.length];
    Arrays.setAll(distinct, targets::length);
    return new HeldOutPart(
        arranged, history, targets, Arrays.copyOf(offsets, starts.length), distinct, timed);
  }

  @Override
  public int userCount() {
    return counts.length;
  }

  @Override
  public int itemCount() {
    return arranged.itemCount();
  }

  @Override
  public int target(int user) {
    return counts[user] == 0 ? -1 : targets.item(starts[user]);
  }

  @Override
  public int targetCount(int user) {
    return counts[user];
  }

  @Override
  public int target(int user, int n) {
    return targets.item(starts[user] + Objects.checkIndex(n, counts[user]));
  }

  @Override
  public int historyLength(int user) {
    return history[user];
  }

  @Override
  public int historyItem(int user, int position) {
    return arranged.item(flat(user, position));
  }

  @Override
  public OptionalLong historyTimestamp(int user, int position) {
    int flat = flat(user, position);
    return timed ? OptionalLong.of(arranged.timestamp(flat)) : OptionalLong.empty();
  }

  private int flat(int user, int position) {
    return arranged.start(user) + Objects.checkIndex(position, history[user]);
  }
}
