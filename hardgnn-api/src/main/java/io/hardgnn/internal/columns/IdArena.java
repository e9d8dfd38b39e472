package io.hardgnn.internal.columns;

import java.util.Arrays;

/** The characters of an {@link IdText} while ids are appended to it. Not thread-safe. */
public final class IdArena {

  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8; // of an array

  private final int most;
  private char[] chars;
  private int end = IdText.HEADER; // place 0 is none
  private int size;

  /** Takes how many characters there is room for at first. */
  public IdArena(int room) {
    this(room, MAX_LENGTH);
  }

  /** Takes also the most characters, those before the ids included. */
  public IdArena(int room, int most) {
    this.most = most;
    this.chars = new char[Math.max(IdText.HEADER, room)];
  }

  /** Returns how many ids there are. */
  public int size() {
    return size;
  }

  /** Returns where the ids lie, until the next one is appended. To be read only. */
  public char[] chars() {
    return chars;
  }

  /** Returns whether an id of so many characters can be appended. */
  public boolean hasRoom(int length) {
    return (long) end + IdText.HEADER + length <= most;
  }

  /** Appends an id for which there is room, and returns its place. */
  public int append(char[] buffer, int from, int length) {
    int place = end;
    int needed = place + IdText.HEADER + length;
    if (needed > chars.length) {
      long wanted = Math.max(needed, chars.length + (long) (chars.length >> 1));
      chars = Arrays.copyOf(chars, (int) Math.min(most, wanted));
    }
    IdText.putInt(chars, place, size++);
    IdText.putInt(chars, place + 2, length);
    System.arraycopy(buffer, from, chars, place + IdText.HEADER, length);
    end = needed;
    return place;
  }

  /** Returns the ids; nothing is appended afterwards. */
  public IdText text() {
    return new IdText(chars, end, size);
  }
}
