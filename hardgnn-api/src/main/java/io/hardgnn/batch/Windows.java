package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import java.util.Arrays;

/**
 * The pieces of training sequences that steps see: of each user the newest interactions, as many as
 * the encoder reads, and, if the whole history is wanted, pieces that end before them, so that
 * every interaction but a user's first is predicted once. Pieces may overlap: what one shares with
 * the piece before it is read, and not predicted again.
 *
 * <p>The newest piece of a user has the user's number; older ones are numbered from the number of
 * users on. Immutable and thread-safe.
 */
final class Windows implements Pieces {

  private final Sequences sequences;
  private final int length;
  private final int stride;
  private final int[] olderUsers;
  private final int[] olderEnds;

  private Windows(Sequences sequences, int length, int stride, int[] olderUsers, int[] olderEnds) {
    this.sequences = sequences;
    this.length = length;
    this.stride = stride;
    this.olderUsers = olderUsers;
    this.olderEnds = olderEnds;
  }

  /**
   * Takes the newest piece of each sequence.
   *
   * @param length most items that an encoder reads; a piece has one more, its last target
   */
  static Windows newest(Sequences sequences, int length) {
    return new Windows(sequences, length, length, new int[0], new int[0]);
  }

  /**
   * Cuts whole sequences.
   *
   * @param length most items that an encoder reads; a piece has one more, its last target
   * @param overlap the share of these that the piece before has too, at least 0 and below 1
   */
  static Windows whole(Sequences sequences, int length, double overlap) {
    int stride = Math.max(1, length - (int) Math.round(overlap * length));
    int[] users = new int[0];
    int[] ends = new int[0];
    int size = 0;
    for (int user = 0; user < sequences.userCount(); user++) {
      // A piece that does not reach back to a user's first interaction leaves some to the next.
      int end = sequences.end(user);
      while (end - 1 - length > sequences.start(user)) {
        end -= stride;
        if (size == users.length) {
          users = Arrays.copyOf(users, Math.max(16, 2 * size));
          ends = Arrays.copyOf(ends, users.length);
        }
        users[size] = user;
        ends[size++] = end;
      }
    }
    return new Windows(
        sequences, length, stride, Arrays.copyOf(users, size), Arrays.copyOf(ends, size));
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

  @Override
  public int inputs(int window) {
    return Math.min(end(window) - sequences.start(user(window)) - 1, length);
  }

  /** Returns the mean number of targets of those of some pieces that have any; 1 if none has. */
  double meanTargets(int[] windows) {
    long targets = 0;
    int pieces = 0;
    for (int window : windows) {
      int here = targets(window);
      targets += Math.max(0, here);
      pieces += here > 0 ? 1 : 0;
    }
    return pieces == 0 ? 1 : (double) targets / pieces;
  }

  /** Adds one for each target of a piece to its item, {@code [items]}. */
  void addTargets(int window, double[] targets) {
    int end = end(window);
    for (int position = end - targets(window); position < end; position++) {
      targets[sequences.item(position)]++;
    }
  }

  /** Returns the number of targets of a piece: the item after each of its newest so many inputs. */
  int targets(int window) {
    boolean first = end(window) - 1 - length <= sequences.start(user(window));
    return first ? inputs(window) : stride;
  }
}
