package io.hardgnn.data;

import java.util.Arrays;

/**
 * Grows a one-to-one mapping between strings and dense indices, in the order of first appearance.
 *
 * <p>Open addressing over primitive arrays: 8 bytes of index a string beside the string itself, and a look-up from a
 * character buffer creates no object. Not thread-safe while it grows; safe to share once it no longer does.
 */
final class IdTable {

  private static final int EMPTY = -1;

  private String[] ids;
  private int[] hashes;
  private int[] slots;
  private int shift;
  private int size;

  IdTable(int expectedSize) {
    int capacity = Math.max(16, expectedSize);
    ids = new String[capacity];
    hashes = new int[capacity];
    int bits = 33 - Integer.numberOfLeadingZeros(capacity);
    slots = new int[1 << Math.min(30, bits)];
    shift = 32 - Math.min(30, bits);
    Arrays.fill(slots, EMPTY);
  }

  int size() {
    return size;
  }

  String id(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " is not in 0 .. " + (size - 1));
    }
    return ids[index];
  }

  /** Returns the ids in the order of their indices, in an array of its own. */
  String[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  /** Returns the index of an id, or -1. */
  int find(String id) {
    int hash = id.hashCode();
    for (int slot = slotOf(hash); ; slot = (slot + 1) & (slots.length - 1)) {
      int index = slots[slot];
      if (index == EMPTY || (hashes[index] == hash && ids[index].equals(id))) {
        return index;
      }
    }
  }

  /** Returns the index of an id, which is added if it is new. */
  int intern(String id) {
    int index = find(id);
    return index == EMPTY ? add(id, id.hashCode()) : index;
  }

  /** Returns the index of the id in a part of a buffer, which is added if it is new. */
  int intern(char[] buffer, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i]; // as String.hashCode, so that both ways of asking meet
    }
    for (int slot = slotOf(hash); ; slot = (slot + 1) & (slots.length - 1)) {
      int index = slots[slot];
      if (index == EMPTY) {
        return add(new String(buffer, offset, length), hash);
      }
      if (hashes[index] == hash && matches(ids[index], buffer, offset, length)) {
        return index;
      }
    }
  }

  private static boolean matches(String id, char[] buffer, int offset, int length) {
    if (id.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (id.charAt(i) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private int add(String id, int hash) {
    if (size == ids.length) {
      grow();
    }
    int index = size++;
    ids[index] = id;
    hashes[index] = hash;
    place(index);
    return index;
  }

  private void grow() {
    int capacity = (int) Math.min(1L << 29, 2L * ids.length);
    if (size >= capacity) {
      throw new DataException("more than " + capacity + " different ids");
    }
    ids = Arrays.copyOf(ids, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    slots = new int[slots.length * 2];
    shift--;
    Arrays.fill(slots, EMPTY);
    for (int index = 0; index < size; index++) {
      place(index);
    }
  }

  private void place(int index) {
    int slot = slotOf(hashes[index]);
    while (slots[slot] != EMPTY) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = index;
  }

  /** Fibonacci hashing: ids that count upwards have neighbouring hash codes, which it spreads. */
  private int slotOf(int hash) {
    return (hash * 0x9E3779B9) >>> shift;
  }
}
