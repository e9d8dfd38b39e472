package io.hardgnn.internal.columns;

import java.util.Arrays;

/**
 * Different ids in the order of their indices, as characters side by side: about half of the memory
 * of as many short strings. Each is found by its <em>place</em>, at which its index and its length
 * stand before its characters; no id has place 0.
 *
 * <p>Immutable and thread-safe.
 */
public final class IdText {

  /** Characters before an id's own: two for its index and two for its length. */
  public static final int HEADER = 4;

  private final char[] chars;
  private final int end;
  private final int size;

  /** Takes characters of which those from {@link #HEADER} up to an end are ids. */
  IdText(char[] chars, int end, int size) {
    this.chars = chars;
    this.end = end;
    this.size = size;
  }

  public int size() {
    return size;
  }

  /** Returns the same without room for more. */
  public IdText trimmed() {
    return end == chars.length ? this : new IdText(Arrays.copyOf(chars, end), end, size);
  }

  /** Returns the place of each id, {@code [size]}. */
  public int[] places() {
    int[] places = new int[size];
    int place = HEADER;
    for (int index = 0; index < size; index++) {
      places[index] = place;
      place = next(place);
    }
    return places;
  }

  /** Returns the id at a place. */
  public String id(int place) {
    return new String(chars, place + HEADER, length(place));
  }

  /** Returns the index of the id at a place. */
  public int index(int place) {
    return intAt(chars, place);
  }

  /** Returns the {@link String#hashCode} of the id at a place. */
  public int hash(int place) {
    int hash = 0;
    int end = next(place);
    for (int n = place + HEADER; n < end; n++) {
      hash = 31 * hash + chars[n];
    }
    return hash;
  }

  /** Returns whether an id stands at a place. */
  public boolean is(int place, String id) {
    if (length(place) != id.length()) {
      return false;
    }
    int first = place + HEADER;
    for (int n = 0; n < id.length(); n++) {
      if (chars[first + n] != id.charAt(n)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the ids at two places are equal. */
  public boolean same(int place, int other) {
    return Arrays.equals(chars, place + HEADER, next(place), chars, other + HEADER, next(other));
  }

  /** Returns whether another text has the same ids at the same indices. */
  public boolean same(IdText other) {
    return Arrays.equals(chars, HEADER, end, other.chars, HEADER, other.end);
  }

  /**
   * Returns the ids whose entry of {@code newIndex} is not -1, at their new indices, which ascend.
   */
  public IdText select(int[] newIndex) {
    int length = HEADER;
    int place = HEADER;
    for (int index = 0; index < size; index++) {
      int next = next(place);
      length += newIndex[index] >= 0 ? next - place : 0;
      place = next;
    }
    char[] selected = new char[length];
    int count = 0;
    int out = HEADER;
    place = HEADER;
    for (int index = 0; index < size; index++) {
      int next = next(place);
      if (newIndex[index] >= 0) {
        System.arraycopy(chars, place, selected, out, next - place);
        putInt(selected, out, count++);
        out += next - place;
      }
      place = next;
    }
    return new IdText(selected, length, count);
  }

  private int length(int place) {
    return intAt(chars, place + 2);
  }

  private int next(int place) {
    return place + HEADER + length(place);
  }

  public static int intAt(char[] chars, int place) {
    return chars[place] << 16 | chars[place + 1];
  }

  static void putInt(char[] chars, int place, int value) {
    chars[place] = (char) (value >>> 16);
    chars[place + 1] = (char) value;
  }
}
