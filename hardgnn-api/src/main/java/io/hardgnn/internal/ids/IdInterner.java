package io.hardgnn.internal.ids;

import io.hardgnn.data.DataException;
import io.hardgnn.internal.columns.IdArena;
import io.hardgnn.internal.columns.IdText;
import io.hardgnn.internal.columns.IntColumn;
import java.util.Arrays;

/**
 * Numbers different strings in the order of first appearance, while a log is read.
 *
 * <p>The time goes into cache misses, not into arithmetic, so a look-up touches two places: a slot,
 * which holds the hash and where the id is, and there the index, the length and the characters side
 * by side. No object is made for an id. Not thread-safe.
 */
final class IdInterner {

  private static final int HEADER = IdText.HEADER;

  /** Look-ups whose places are fetched together. */
  private static final int GROUP = 512;

  private final int[] hashes = new int[GROUP];
  private final int[] places = new int[GROUP];
  private int fetched;
  private long[] slots = new long[1 << 12]; // hash << 32 | place of the id; 0 is empty
  private final IdArena ids = new IdArena(1 << 14);
  private final String what;
  private final int mostSlots;

  /** Takes what the ids are of, for messages, such as "users of events.csv". */
  IdInterner(String what) {
    this(what, 1 << 30);
  }

  /**
   * Takes also the most slots, a power of two; more than half as many ids are refused with a
   * {@link DataException}.
   */
  IdInterner(String what, int mostSlots) {
    this.what = what;
    this.mostSlots = mostSlots;
  }

  /** Appends the index of each id of a batch; new ids get the next indices in their order. */
  void intern(IdBatch batch, IntColumn indices) {
    for (int from = 0; from < batch.size(); from += GROUP) {
      int to = Math.min(batch.size(), from + GROUP);
      fetch(batch, from, to);
      for (int row = from; row < to; row++) {
        indices.append(intern(batch.text(), batch.start(row), batch.end(row), hashes[row - from]));
      }
    }
  }

  /**
   * Brings the places that a group of look-ups will touch into the cache. A look-up waits for
   * memory twice, and the next one cannot begin before it is decided; here the loads do not depend
   * on each other, so many are under way at once.
   */
  private void fetch(IdBatch batch, int from, int to) {
    char[] text = batch.text();
    int mask = slots.length - 1;
    for (int row = from; row < to; row++) {
      hashes[row - from] = hash(text, batch.start(row), batch.end(row));
    }
    for (int i = 0; i < to - from; i++) {
      places[i] = (int) slots[hashes[i] & mask];
    }
    char[] known = ids.chars();
    int touched = 0;
    for (int i = 0; i < to - from; i++) {
      touched += known[places[i]];
    }
    fetched = touched; // kept, or the loads would be left out as useless
  }

  private int intern(char[] buffer, int from, int to, int hash) {
    int length = to - from;
    int mask = slots.length - 1;
    int slot = hash & mask;
    char[] known = ids.chars();
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      int place = (int) entry;
      if ((int) (entry >>> 32) == hash
          && IdText.intAt(known, place + 2) == length
          && Arrays.equals(known, place + HEADER, place + HEADER + length, buffer, from, to)) {
        return IdText.intAt(known, place);
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = (long) hash << 32 | append(buffer, from, length);
    if (ids.size() > slots.length / 2) {
      grow();
    }
    return ids.size() - 1;
  }

  /** Returns the ids in the order of their indices; nothing is interned afterwards. */
  IdText text() {
    return ids.text();
  }

  private static int hash(char[] buffer, int from, int to) {
    long hash = to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ buffer[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private int append(char[] buffer, int from, int length) {
    if (!ids.hasRoom(length)) {
      throw new DataException(
          "the ids of the " + what + " take more than 2^31 characters; shorten them");
    }
    return ids.append(buffer, from, length);
  }

  private void grow() {
    if (slots.length >= mostSlots) {
      throw new DataException("there are more than " + mostSlots / 2 + " different " + what);
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
}
