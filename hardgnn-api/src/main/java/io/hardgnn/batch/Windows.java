package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import java.util.Arrays;

/**
 * The pieces of training sequences that steps see: of each user the newest interactions, as many as
 * the encoder reads, and, if the whole history is wanted, the pieces before them, so that every
 * interaction but a user's first is predicted once.
 *
 * <p>The newest piece of a user has the user's number; older ones are numbered from the number of
 * users on. Immutable and thread-safe.
 */
final class Windows implements Pieces {

  private final Sequences sequences;
  private final int length;
  private final int[] olderUsers;
  private final int[] olderEnds;

  private Windows(Sequences sequences, int length, int[] olderUsers, int[] olderEnds) {
    this.sequences = sequences;
    this.length = length;
    this.olderUsers = olderUsers;
    this.olderEnds = olderEnds;
  }

  /**
   * Cuts sequences.
   *
   * @param length most items that an encoder reads; a piece has one more, its last target
   * @param whole whether there are older pieces
   */
  static Windows of(Sequences sequences, int length, boolean whole) {
    int older = 0;
    for (int user = 0; whole && user < sequences.userCount(); user++) {
      older += Math.max(0, (sequences.length(user) - 2) / length);
    }
    int[] users = new int[older];
    int[] ends = new int[older];
    int next = 0;
    for (int user = 0; next < older; user++) {
      for (int end = sequences.end(user) - length;
          end - sequences.start(user) >= 2;
          end -= length) {
        users[next] = user;
        ends[next++] = end;
      }
    }
    return new Windows(sequences, length, users, ends);
  }

  /** Returns the pieces of some users: their newest in the order given, then all older ones. */
  @Override
  public int[] all(int[] users) {
    boolean[] wanted = new boolean[sequences.userCount()];
    for (int user : users) {
      wanted[user] = true;
    }
    int[] all = Arrays.copyOf(users, users.length + olderUsers.length);
    int size = users.length;
    for (int older = 0; older < olderUsers.length; older++) {
      if (wanted[olderUsers[older]]) {
        all[size++] = sequences.userCount() + older;
      }
    }
    return Arrays.copyOf(all, size);
  }

  @Override
  public int user(int window) {
    return window < sequences.userCount() ? window : olderUsers[window - sequences.userCount()];
  }

  /** Returns the position after the last target of a piece. */
  int end(int window) {
    return window < sequences.userCount()
        ? sequences.end(window)
        : olderEnds[window - sequences.userCount()];
  }

  /** Returns the number of inputs of a piece, and of its targets, which are one later. */
  @Override
  public int inputs(int window) {
    return Math.min(end(window) - sequences.start(user(window)) - 1, length);
  }
}
