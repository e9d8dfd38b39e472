package io.hardgnn.examples.parity;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import java.util.OptionalLong;

/**
 * All that is known of each user as their history, as in production; there is no target.
 *
 * @param timed whether the times are known
 */
record KnownHistories(Sequences sequences, boolean timed) implements HeldOut {

  @Override
  public int userCount() {
    return sequences.userCount();
  }

  @Override
  public int itemCount() {
    return sequences.itemCount();
  }

  @Override
  public int target(int user) {
    return -1;
  }

  @Override
  public int historyLength(int user) {
    return sequences.length(user);
  }

  @Override
  public int historyItem(int user, int position) {
    return sequences.item(sequences.start(user) + position);
  }

  @Override
  public OptionalLong historyTimestamp(int user, int position) {
    return timed
        ? OptionalLong.of(sequences.timestamp(sequences.start(user) + position))
        : OptionalLong.empty();
  }
}
