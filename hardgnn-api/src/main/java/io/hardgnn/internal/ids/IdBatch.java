package io.hardgnn.internal.ids;

import java.util.Arrays;

/**
 * The ids of some rows of one column, characters one after the other in one buffer. Reused; not
 * thread-safe.
 */
final class IdBatch {

  /** Most ids in a batch. */
  static final int ROWS = 1 << 13;

  /** A batch with as many characters is full, so that long ids do not pile up. */
  private static final int CHARACTERS = 1 << 18;

  private final int[] ends = new int[ROWS];
  private char[] text = new char[1 << 16];
  private int size;
  private int end;

  void add(char[] buffer, int length) {
    System.arraycopy(buffer, 0, room(length), end, length);
    close(length);
  }

  void add(String id) {
    id.getChars(0, id.length(), room(id.length()), end);
    close(id.length());
  }

  boolean isFull() {
    return size == ROWS || end >= CHARACTERS;
  }

  int size() {
    return size;
  }

  /** Returns the characters of all ids, to be read only. */
  char[] text() {
    return text;
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  int end(int row) {
    return ends[row];
  }

  void clear() {
    size = 0;
    end = 0;
  }

  private char[] room(int length) {
    if (text.length - end < length) {
      text = Arrays.copyOf(text, Math.max(end + length, 2 * text.length));
    }
    return text;
  }

  private void close(int length) {
    end += length;
    ends[size++] = end;
  }
}
