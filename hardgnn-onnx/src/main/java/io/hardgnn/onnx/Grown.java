package io.hardgnn.onnx;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.onnx.serving.Bundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The users, items and histories of a bundle with newer events. Immutable. */
final class Grown {

  private final Vocabulary users;
  private final Vocabulary items;
  private final ItemSequences histories;
  private final long @Nullable [] times;
  private final ItemSequences before;
  private final int itemsBefore;
  private final int rows;
  private final int inTime;
  private final OptionalLong end;

  private Grown(
      Vocabulary users,
      Vocabulary items,
      ItemSequences histories,
      long @Nullable [] times,
      Bundle old,
      int rows,
      int inTime,
      OptionalLong end) {
    this.users = users;
    this.items = items;
    this.histories = histories;
    this.times = times;
    this.before = old.histories;
    this.itemsBefore = old.items.size();
    this.rows = rows;
    this.inTime = inTime;
    this.end = end;
  }

  /** Returns how many of the events are late enough to be taken, whatever else they are. */
  int inTime() {
    return inTime;
  }

  /**
   * Appends events.
   *
   * @param first epoch milliseconds from which on events of known users with known items are taken
   * @param firstOfNew the same for all others
   * @param earlierOfNewUsers whether earlier events of known items are taken of a new user who has
   *     a later one that is taken
   * @param repeats whether an item may be in a history twice
   * @param itemInteractions users with whom a new item must occur
   * @param times {@code [n]} of the old histories, or null if they are not known
   * @throws UnorderedDataException if they are, and those of the log are not
   */
  static Grown of(
      Bundle old,
      InteractionLog log,
      long first,
      long firstOfNew,
      boolean earlierOfNewUsers,
      boolean repeats,
      int itemInteractions,
      long @Nullable [] times) {
    if (times != null && !log.hasTimes()) {
      throw new UnorderedDataException(
          "the bundle keeps the time of every interaction, which its encoder reads, but the events"
              + " were read without times; read the times, or export a model trained with the"
              + " events");
    }
    Naming userNames = Naming.of(old.users, log.users());
    Naming itemNames = Naming.of(old.items, log.items());
    int[] order =
        order(log, wanted(old, log, first, firstOfNew, earlierOfNewUsers, userNames, itemNames));
    int[] rowsOf = byUser(log, order, userNames);
    boolean[] taken = taken(old, log, rowsOf, userNames, itemNames, repeats, itemInteractions);
    if (log.hasTimes()) {
      leaveThoseWhoAreGone(old, log, firstOfNew, rowsOf, taken, userNames);
    }
    boolean[] keptUsers = new boolean[log.users().size()];
    boolean[] keptItems = new boolean[log.items().size()];
    OptionalLong end = OptionalLong.empty();
    for (int i = 0; i < rowsOf.length; i++) {
      if (taken[i]) {
        keptUsers[log.user(rowsOf[i])] = true;
        keptItems[log.item(rowsOf[i])] = true;
        if (log.hasTimes()) {
          end = OptionalLong.of(Math.max(end.orElse(0), log.timestamp(rowsOf[i])));
        }
      }
    }
    Naming users = userNames.only(keptUsers);
    Naming items = itemNames.only(keptItems);
    ItemSequences histories = joined(old, log, rowsOf, taken, users, items);
    return new Grown(
        users.vocabulary(),
        items.vocabulary(),
        histories,
        times == null ? null : times(old, times, histories, log, rowsOf, taken, users),
        old,
        log.size(),
        rowsOf.length,
        end);
  }

  /**
   * Returns which rows are taken: none of an item that the user had, unless items repeat, and none
   * of a new item with too few users.
   *
   * @param rowsOf rows of a user follow each other, by time
   */
  private static boolean[] taken(
      Bundle old,
      InteractionLog log,
      int[] rowsOf,
      Naming userNames,
      Naming itemNames,
      boolean repeats,
      int itemInteractions) {
    boolean[] taken = new boolean[rowsOf.length];
    int[] interactions = new int[log.items().size()];
    int[] lastUser = new int[itemNames.size()];
    int[] lastOfNew = new int[log.items().size()];
    int previous = -1;
    for (int i = 0; i < rowsOf.length; i++) {
      int user = userNames.index(log.user(rowsOf[i]));
      if (user != previous && user < old.users.size() && !repeats) {
        for (int p = old.histories.start(user); p < old.histories.end(user); p++) {
          lastUser[old.histories.item(p)] = user + 1;
        }
      }
      previous = user;
      int item = log.item(rowsOf[i]);
      int index = itemNames.index(item);
      taken[i] = repeats || lastUser[index] != user + 1;
      lastUser[index] = user + 1;
      if (lastOfNew[item] != user + 1) {
        lastOfNew[item] = user + 1;
        interactions[item]++;
      }
    }
    for (int i = 0; i < rowsOf.length; i++) {
      int item = log.item(rowsOf[i]);
      taken[i] &=
          itemNames.index(item) < old.items.size() || interactions[item] >= itemInteractions;
    }
    return taken;
  }

  /** Takes nothing of new users of whom nothing from a time on is taken. */
  private static void leaveThoseWhoAreGone(
      Bundle old, InteractionLog log, long from, int[] rowsOf, boolean[] taken, Naming userNames) {
    boolean[] returned = new boolean[log.users().size()];
    for (int i = 0; i < rowsOf.length; i++) {
      returned[log.user(rowsOf[i])] |= taken[i] && log.timestamp(rowsOf[i]) >= from;
    }
    for (int i = 0; i < rowsOf.length; i++) {
      int user = log.user(rowsOf[i]);
      taken[i] &= returned[user] || userNames.index(user) < old.users.size();
    }
  }

  /** Returns which rows of a log are taken by their times. */
  private static IntPredicate wanted(
      Bundle old,
      InteractionLog log,
      long first,
      long firstOfNew,
      boolean earlierOfNewUsers,
      Naming users,
      Naming items) {
    if (!log.hasTimes()) {
      return row -> true;
    }
    boolean[] returning = new boolean[log.users().size()];
    for (int row = 0; row < log.size(); row++) {
      returning[log.user(row)] |= log.timestamp(row) >= firstOfNew;
    }
    return row -> {
      boolean newUser = users.index(log.user(row)) >= old.users.size();
      boolean newItem = items.index(log.item(row)) >= old.items.size();
      if (earlierOfNewUsers && newUser && !newItem && returning[log.user(row)]) {
        return true;
      }
      return log.timestamp(row) >= (newUser || newItem ? firstOfNew : first);
    };
  }

  /** Returns some rows, ordered by time; rows of one time as they came. */
  private static int[] order(InteractionLog log, IntPredicate wanted) {
    int[] rows = new int[log.size()];
    int size = 0;
    boolean sorted = true;
    for (int row = 0; row < rows.length; row++) {
      if (wanted.test(row)) {
        sorted &= size == 0 || log.timestamp(rows[size - 1]) <= log.timestamp(row);
        rows[size++] = row;
      }
    }
    rows = Arrays.copyOf(rows, size);
    if (sorted) {
      return rows;
    }
    return Arrays.stream(rows)
        .boxed()
        .sorted(Comparator.comparingLong(log::timestamp)) // stable
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns rows grouped by user, in their order within a user. */
  private static int[] byUser(InteractionLog log, int[] rows, Naming users) {
    int[] starts = new int[users.size() + 1];
    for (int row : rows) {
      starts[users.index(log.user(row)) + 1]++;
    }
    for (int user = 0; user < users.size(); user++) {
      starts[user + 1] += starts[user];
    }
    int[] grouped = new int[rows.length];
    for (int row : rows) {
      grouped[starts[users.index(log.user(row))]++] = row;
    }
    return grouped;
  }

  private static ItemSequences joined(
      Bundle old, InteractionLog log, int[] rows, boolean[] taken, Naming users, Naming items) {
    int[] offsets = new int[users.size() + 1];
    for (int user = 0; user < old.users.size(); user++) {
      offsets[user + 1] = old.histories.length(user);
    }
    for (int i = 0; i < rows.length; i++) {
      if (taken[i]) {
        offsets[users.index(log.user(rows[i])) + 1]++;
      }
    }
    for (int user = 1; user < offsets.length; user++) {
      offsets[user] = Math.addExact(offsets[user], offsets[user - 1]);
    }
    int[] all = new int[offsets[offsets.length - 1]];
    int[] next = offsets.clone();
    for (int user = 0; user < old.users.size(); user++) {
      for (int p = old.histories.start(user); p < old.histories.end(user); p++) {
        all[next[user]++] = old.histories.item(p);
      }
    }
    for (int i = 0; i < rows.length; i++) {
      if (taken[i]) {
        all[next[users.index(log.user(rows[i]))]++] = items.index(log.item(rows[i]));
      }
    }
    return new ItemSequences(offsets, all, items.size());
  }

  /** Returns the times of the joined histories, which never go back within a user. */
  private static long[] times(
      Bundle old,
      long[] before,
      ItemSequences joined,
      InteractionLog log,
      int[] rows,
      boolean[] taken,
      Naming users) {
    long[] all = new long[joined.size()];
    int[] next = joined.toOffsets();
    for (int user = 0; user < old.users.size(); user++) {
      int length = old.histories.length(user);
      System.arraycopy(before, old.histories.start(user), all, next[user], length);
      next[user] += length;
    }
    for (int i = 0; i < rows.length; i++) {
      if (taken[i]) {
        int user = users.index(log.user(rows[i]));
        int position = next[user]++;
        long last = position == joined.start(user) ? Long.MIN_VALUE : all[position - 1];
        all[position] = Math.max(last, log.timestamp(rows[i]));
      }
    }
    return all;
  }

  /** Returns the times of {@link #histories}, or null if those of the old ones are not known. */
  long @Nullable [] times() {
    return times;
  }

  Vocabulary users() {
    return users;
  }

  Vocabulary items() {
    return items;
  }

  ItemSequences histories() {
    return histories;
  }

  /** Returns the time of the last event that was taken, if there is one. */
  Optional<Instant> end() {
    return end.isPresent() ? Optional.of(Instant.ofEpochMilli(end.getAsLong())) : Optional.empty();
  }

  /** Returns whether a user's history is that of the bundle. */
  boolean isUnchanged(int user) {
    return user < before.userCount() && histories.length(user) == before.length(user);
  }

  RefreshReport report(int withoutNeighbours, boolean propagated, long nanos) {
    int grownUsers = 0;
    for (int user = 0; user < before.userCount(); user++) {
      grownUsers += isUnchanged(user) ? 0 : 1;
    }
    int events = histories.size() - before.size();
    return new RefreshReport(
        events,
        rows - events,
        users.size() - before.userCount(),
        items.size() - itemsBefore,
        withoutNeighbours,
        grownUsers,
        propagated,
        nanos / 1e9);
  }

  /** Numbers the ids of a log: those that a bundle knows as there, others after them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Naming(Vocabulary known, Vocabulary log, int[] indices, int size) {

    static Naming of(Vocabulary known, Vocabulary log) {
      boolean[] all = new boolean[log.size()];
      Arrays.fill(all, true);
      return numbered(known, log, all);
    }

    /** Returns the numbers with those new ids only that are marked. */
    Naming only(boolean[] kept) {
      return numbered(known, log, kept);
    }

    private static Naming numbered(Vocabulary known, Vocabulary log, boolean[] kept) {
      int[] indices = new int[log.size()];
      int next = known.size();
      for (int id = 0; id < indices.length; id++) {
        int index = known.indexOf(log.id(id));
        indices[id] = index >= 0 ? index : kept[id] ? next++ : -1;
      }
      return new Naming(known, log, indices, next);
    }

    int index(int id) {
      return indices[id];
    }

    Vocabulary vocabulary() {
      if (size == known.size()) {
        return known;
      }
      List<String> ids = new ArrayList<>(known.ids());
      for (int id = 0; id < indices.length; id++) {
        if (indices[id] >= known.size()) {
          ids.add(log.id(id));
        }
      }
      return Vocabulary.of(ids);
    }
  }
}
