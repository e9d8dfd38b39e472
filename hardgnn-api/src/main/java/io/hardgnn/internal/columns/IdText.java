package io.hardgnn.internal.columns;

/**
 * Different ids in the order of their indices, as characters side by side: a third of the memory of
 * as many strings, and of most ids that are read no string is ever asked for.
 *
 * <p>Immutable and thread-safe.
 */
public final class IdText {

  /** Characters before an id's own: two for its index and two for its length. */
  public static final int HEADER = 4;

  private final char[] arena;
  private final int size;

  /**
   * Takes an arena whose first id begins at place {@link #HEADER}, after one header left empty; it
   * may be longer than needed.
   */
  public IdText(char[] arena, int size) {
    this.arena = arena;
    this.size = size;
  }

  public int size() {
    return size;
  }

  /** Returns all ids in the order of their indices. */
  public String[] all() {
    String[] ids = new String[size];
    int place = HEADER;
    for (int index = 0; index < size; index++) {
      ids[index] = id(place);
      place = next(place);
    }
    return ids;
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
        System.arraycopy(arena, place, selected, out, next - place);
        putInt(selected, out, count++);
        out += next - place;
      }
      place = next;
    }
    return new IdText(selected, count);
  }

  private String id(int place) {
    return new String(arena, place + HEADER, intAt(arena, place + 2));
  }

  private int next(int place) {
    return place + HEADER + intAt(arena, place + 2);
  }

  public static int intAt(char[] arena, int place) {
    return arena[place] << 16 | arena[place + 1];
  }

  public static void putInt(char[] arena, int place, int value) {
    arena[place] = (char) (value >>> 16);
    arena[place + 1] = (char) value;
  }
}
