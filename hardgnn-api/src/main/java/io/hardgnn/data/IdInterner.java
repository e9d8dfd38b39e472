package io.hardgnn.data;

import java.util.Arrays;

/**
 * Numbers different strings in the order of first appearance, while a log is read.
 *
 * <p>The time goes into cache misses, not into arithmetic, so a look-up touches two places: a slot, which holds the hash
 * and where the id is, and there the index, the length and the characters side by side. No object is made for an id.
 * Not thread-safe.
 */
final class IdInterner {

  /** Characters of the arena before an id's own: two for the index and two for the length. */
  private static final int HEADER = 4;

  private long[] slots = new long[1 << 12]; // hash << 32 | place of the id in the arena; 0 is empty
  private char[] arena = new char[1 << 14];
  private int arenaEnd = HEADER; // place 0 would look like an empty slot
  private int size;

  int size() {
    return size;
  }

  int intern(String id) {
    return intern(id.toCharArray(), id.length());
  }

  /** Returns the index of the id in the first characters of a buffer; a new id gets the next index. */
  int intern(char[] buffer, int length) {
    int hash = hash(buffer, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      int place = (int) entry;
      if ((int) (entry >>> 32) == hash
          && intAt(place + 2) == length
          && Arrays.equals(arena, place + HEADER, place + HEADER + length, buffer, 0, length)) {
        return intAt(place);
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = (long) hash << 32 | append(buffer, length);
    if (++size > slots.length / 2) {
      grow();
    }
    return size - 1;
  }

  /** Returns the ids in the order of their indices. */
  String[] toArray() {
    String[] ids = new String[size];
    int place = HEADER;
    for (int index = 0; index < size; index++) {
      int length = intAt(place + 2);
      ids[index] = new String(arena, place + HEADER, length);
      place += HEADER + length;
    }
    return ids;
  }

  private static int hash(char[] buffer, int length) {
    long hash = length;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ buffer[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private int append(char[] buffer, int length) {
    int place = arenaEnd;
    long needed = (long) place + HEADER + length;
    if (needed > arena.length) {
      if (needed > Integer.MAX_VALUE - 8) {
        throw new DataException(
            "the ids of users or items take more than 2^31 characters; shorten them");
      }
      long wanted = Math.max(needed, arena.length + (arena.length >> 1));
      arena = Arrays.copyOf(arena, (int) Math.min(Integer.MAX_VALUE - 8, wanted));
    }
    putInt(place, size);
    putInt(place + 2, length);
    System.arraycopy(buffer, 0, arena, place + HEADER, length);
    arenaEnd = (int) needed;
    return place;
  }

  private void grow() {
    if (slots.length == 1 << 30) {
      throw new DataException("more than " + (1 << 29) + " different ids");
    }
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
      }
    }
  }

  private int intAt(int place) {
    return arena[place] << 16 | arena[place + 1];
  }

  private void putInt(int place, int value) {
    arena[place] = (char) (value >>> 16);
    arena[place + 1] = (char) value;
  }
}
