package io.hardgnn.batch;

import java.util.Arrays;

/**
 * What an epoch is made of and a step has some of, by number: parts of users' training sequences.
 *
 * <p>Immutable and thread-safe.
 */
interface Pieces {

  /** Returns the pieces of some users. */
  int[] all(int[] users);

  /** Returns whose piece it is. */
  int user(int piece);

  /** Returns the number of inputs of a piece. */
  int inputs(int piece);

  /** Returns the users of pieces. */
  default int[] users(int[] pieces) {
    return Arrays.stream(pieces).map(this::user).toArray();
  }
}
