package io.hardgnn.onnx.scoring;

import static java.util.Objects.requireNonNull;

import io.hardgnn.History;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.encoder.TimeGaps;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's items in the indices of one bundle, oldest first, and when they were taken. Arrays are
 * shared and must not be changed.
 *
 * @param items indices of items
 * @param times epoch milliseconds of each, or null if they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexedHistory(int[] items, long @Nullable [] times) {

  /** Nothing, behind which items can be put with their times. */
  public static final IndexedHistory NONE = new IndexedHistory(new int[0], new long[0]);

  /** Returns a history whose times are not known. */
  public static IndexedHistory of(int... items) {
    return new IndexedHistory(items, null);
  }

  /**
   * Returns a user's history.
   *
   * @param times of all interactions in the histories, or null if they are not known
   */
  public static IndexedHistory of(ItemSequences histories, long @Nullable [] times, int user) {
    return new IndexedHistory(
        histories.itemsOf(user),
        times == null
            ? null
            : Arrays.copyOfRange(times, histories.start(user), histories.end(user)));
  }

  /** Returns this history with the ids of its items. */
  public History named(Vocabulary ids) {
    List<String> named =
        Arrays.asList(Arrays.stream(items).mapToObj(ids::id).toArray(String[]::new));
    return times == null
        ? History.of(named)
        : History.of(named, Arrays.stream(times).mapToObj(Instant::ofEpochMilli).toList());
  }

  /** Returns the number of items. */
  public int length() {
    return items.length;
  }

  /** Returns the {@linkplain TimeGaps code} of the time before the item at a position. */
  int gap(int position) {
    return times == null || position == 0
        ? TimeGaps.UNKNOWN
        : TimeGaps.code(times[position - 1], times[position]);
  }

  /** Returns the items from a position on. */
  private IndexedHistory from(int position) {
    return new IndexedHistory(
        Arrays.copyOfRange(items, position, length()),
        times == null ? null : Arrays.copyOfRange(times, position, length()));
  }

  /** Returns this history with a later one at its end, whose times do not go back behind it. */
  public IndexedHistory appended(IndexedHistory later) {
    int[] all = Arrays.copyOf(items, length() + later.length());
    System.arraycopy(later.items, 0, all, length(), later.length());
    long @Nullable [] allTimes = room(later);
    if (allTimes != null) {
      for (int i = 0; i < later.length(); i++) {
        put(allTimes, length() + i, later, i);
      }
    }
    return new IndexedHistory(all, allTimes);
  }

  /** Returns these times with room for those of a later history, or null if either has none. */
  private long @Nullable [] room(IndexedHistory later) {
    return times == null || later.times == null
        ? null
        : Arrays.copyOf(times, length() + later.length());
  }

  /** Puts a time of a later history behind others; one before them counts as the same. */
  private static void put(long[] times, int at, IndexedHistory later, int position) {
    long time = requireNonNull(later.times)[position];
    times[at] = at == 0 ? time : Math.max(times[at - 1], time);
  }

  /**
   * Returns this history with a later one at its end. The longest beginning of the later one that
   * this ends with is in it already, because the bundle was made anew since.
   */
  public IndexedHistory joined(IndexedHistory later) {
    int common = Math.min(length(), later.length());
    while (common > 0
        && !Arrays.equals(items, length() - common, length(), later.items, 0, common)) {
      common--;
    }
    return appended(later.from(common));
  }

  /** Returns this history with those items of a later one at its end that it does not hold yet. */
  public IndexedHistory added(IndexedHistory later) {
    int[] all = Arrays.copyOf(items, length() + later.length());
    long @Nullable [] allTimes = room(later);
    int size = length();
    for (int i = 0; i < later.length(); i++) {
      int item = later.items[i];
      if (Arrays.stream(all, 0, size).noneMatch(known -> known == item)) {
        if (allTimes != null) {
          put(allTimes, size, later, i);
        }
        all[size++] = item;
      }
    }
    return new IndexedHistory(all, allTimes).first(size);
  }

  /** Returns the first items, this if these are all. */
  public IndexedHistory first(int size) {
    return size == length()
        ? this
        : new IndexedHistory(
            Arrays.copyOf(items, size), times == null ? null : Arrays.copyOf(times, size));
  }
}
