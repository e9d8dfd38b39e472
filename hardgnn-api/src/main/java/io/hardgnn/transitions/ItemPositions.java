package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Where in the sequences each item occurs: an index from items to flat positions, in CSR form. With
 * it whatever is counted between neighbouring positions can be counted one item at a time, by
 * several threads and in one fixed order.
 *
 * <p>Immutable and thread-safe. Memory is 8 bytes for each position.
 */
public final class ItemPositions {

  private final int[] offsets;
  private final int[] positions;
  private final int[] users;

  private ItemPositions(int[] offsets, int[] positions, int[] users) {
    this.offsets = offsets;
    this.positions = positions;
    this.users = users;
  }

  /**
   * Indexes the positions of some users.
   *
   * @param users whose positions are taken; asked once for each user, on the calling thread
   */
  public static ItemPositions of(ItemSequences sequences, IntPredicate users) {
    BitSet taken = new BitSet(sequences.userCount());
    int[] offsets = new int[sequences.itemCount() + 1];
    for (int user = 0; user < sequences.userCount(); user++) {
      if (users.test(user)) {
        taken.set(user);
        for (int position = sequences.start(user); position < sequences.end(user); position++) {
          offsets[sequences.item(position) + 1]++;
        }
      }
    }
    for (int item = 0; item < sequences.itemCount(); item++) {
      offsets[item + 1] += offsets[item];
    }
    int[] next = offsets.clone();
    int[] positions = new int[offsets[sequences.itemCount()]];
    int[] owners = new int[positions.length];
    for (int user = taken.nextSetBit(0); user >= 0; user = taken.nextSetBit(user + 1)) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        int place = next[sequences.item(position)]++;
        positions[place] = position;
        owners[place] = user;
      }
    }
    return new ItemPositions(offsets, positions, owners);
  }

  /** Returns the first place of an item. */
  public int start(int item) {
    return offsets[item];
  }

  /** Returns the place after the last one of an item. */
  public int end(int item) {
    return offsets[item + 1];
  }

  /** Returns the flat position in the sequences that is at a place; they ascend within an item. */
  public int position(int place) {
    return positions[place];
  }

  /** Returns the user whose position it is. */
  public int user(int place) {
    return users[place];
  }
}
