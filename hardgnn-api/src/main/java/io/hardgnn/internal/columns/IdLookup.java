package io.hardgnn.internal.columns;

import io.hardgnn.error.Excerpt;

/**
 * Finds the ids of an {@link IdText}: a table of slots with open addressing, half full at most,
 * each an id's {@link String#hashCode} above its place. A look-up touches two places of memory, the
 * slot and the id itself.
 *
 * <p>Immutable and thread-safe.
 */
public final class IdLookup {

  /** Ids that are put in together. */
  private static final int GROUP = 512;

  private final IdText text;
  private final long[] slots; // 0 is empty, for no id has place 0

  /**
   * Takes ids and their {@linkplain IdText#places places}.
   *
   * @throws IllegalArgumentException if an id is there twice
   */
  public IdLookup(IdText text, int[] places) {
    this.text = text;
    this.slots = new long[Math.max(4, Integer.highestOneBit(Math.max(1, places.length)) << 2)];
    int[] hashes = new int[GROUP];
    long touched = 0;
    for (int from = 0; from < places.length; from += GROUP) {
      int to = Math.min(places.length, from + GROUP);
      touched |= fetch(places, from, to, hashes);
      put(places, from, to, hashes);
    }
    if ((int) touched < 0) { // never, but loads that nothing uses would be left out
      throw new IllegalStateException("no place is negative");
    }
  }

  /**
   * Hashes a group of ids and brings their slots into the cache: the loads do not depend on each
   * other, so many are under way at once, where each id alone would wait for its own.
   */
  private long fetch(int[] places, int from, int to, int[] hashes) {
    for (int n = from; n < to; n++) {
      hashes[n - from] = text.hash(places[n]);
    }
    long touched = 0;
    for (int n = from; n < to; n++) { // in a loop of its own, or this takes three times as long
      touched |= slots[slotOf(hashes[n - from])];
    }
    return touched;
  }

  private void put(int[] places, int from, int to, int[] hashes) {
    for (int n = from; n < to; n++) {
      int hash = hashes[n - from];
      int slot = slotOf(hash);
      for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
        if ((int) (entry >> Integer.SIZE) == hash && text.same((int) entry, places[n])) {
          throw twice((int) entry, places[n]);
        }
        slot = next(slot);
      }
      slots[slot] = (long) hash << Integer.SIZE | places[n];
    }
  }

  private IllegalArgumentException twice(int place, int again) {
    return new IllegalArgumentException(
        "id '"
            + Excerpt.of(text.id(place))
            + "' appears twice in a vocabulary, at "
            + text.index(place)
            + " and "
            + text.index(again));
  }

  /** Returns the index of an id, or -1 if there is none. */
  public int indexOf(String id) {
    int hash = id.hashCode();
    int slot = slotOf(hash);
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if ((int) (entry >> Integer.SIZE) == hash && text.is((int) entry, id)) {
        return text.index((int) entry);
      }
      slot = next(slot);
    }
    return -1;
  }

  /** Spreads the hash code: ids that count upwards have neighbouring ones. */
  private int slotOf(int hashCode) {
    int hash = hashCode * 0x9E3779B9;
    return (hash ^ hash >>> 15) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
