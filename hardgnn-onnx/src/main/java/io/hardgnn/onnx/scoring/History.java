package io.hardgnn.onnx.scoring;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.encoder.TimeGaps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's items in the indices of one bundle, oldest first, and when they were taken. Arrays are
 * shared and must not be changed.
 *
 * @param items indices of items
 * @param times epoch milliseconds of each, or null if they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record History(int[] items, long @Nullable [] times) {

  /** Nothing, behind which items can be put with their times. */
  public static final History NONE = new History(new int[0], new long[0]);

  /** Returns a history whose times are not known. */
  public static History of(int... items) {
    return new History(items, null);
  }

  /**
   * Returns a user's history.
   *
   * @param times of all interactions in the histories, or null if they are not known
   */
  public static History of(ItemSequences histories, long @Nullable [] times, int user) {
    return new History(
        histories.itemsOf(user),
        times == null
            ? null
            : Arrays.copyOfRange(times, histories.start(user), histories.end(user)));
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
  private History from(int position) {
    return new History(
        Arrays.copyOfRange(items, position, length()),
        times == null ? null : Arrays.copyOfRange(times, position, length()));
  }

  /** Returns this history with a later one at its end. */
  public History appended(History later) {
    int[] all = Arrays.copyOf(items, length() + later.length());
    System.arraycopy(later.items, 0, all, length(), later.length());
    if (times == null || later.times == null) {
      return new History(all, null);
    }
    long[] allTimes = Arrays.copyOf(times, all.length);
    System.arraycopy(later.times, 0, allTimes, length(), later.length());
    return new History(all, allTimes);
  }

  /**
   * Returns this history with a later one at its end. The longest beginning of the later one that
   * this ends with is in it already, because the bundle was made anew since.
   */
  public History joined(History later) {
    int common = Math.min(length(), later.length());
    while (common > 0
        && !Arrays.equals(items, length() - common, length(), later.items, 0, common)) {
      common--;
    }
    return appended(later.from(common));
  }

  /** Returns this history with those items of a later one at its end that it does not hold yet. */
  public History added(History later) {
    int[] all = Arrays.copyOf(items, length() + later.length());
    long @Nullable [] laterTimes = later.times;
    long @Nullable [] allTimes = times == null ? null : Arrays.copyOf(times, all.length);
    int size = length();
    for (int i = 0; i < later.length(); i++) {
      int item = later.items[i];
      if (Arrays.stream(all, 0, size).noneMatch(known -> known == item)) {
        if (allTimes != null && laterTimes != null) {
          allTimes[size] = laterTimes[i];
        }
        all[size++] = item;
      }
    }
    return new History(all, laterTimes == null ? null : allTimes).first(size);
  }

  /** Returns the first items, this if these are all. */
  public History first(int size) {
    return size == length()
        ? this
        : new History(
            Arrays.copyOf(items, size), times == null ? null : Arrays.copyOf(times, size));
  }
}
