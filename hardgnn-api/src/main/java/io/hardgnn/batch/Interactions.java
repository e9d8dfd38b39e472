package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Each training interaction as a piece, numbered by its position among all of them. */
final class Interactions implements Pieces {

  private final Sequences sequences;
  private final int[] users;

  /** Creates the pieces of training sequences. */
  Interactions(Sequences sequences) {
    this.sequences = sequences;
    this.users = new int[sequences.size()];
    for (int user = 0; user < sequences.userCount(); user++) {
      Arrays.fill(users, sequences.start(user), sequences.end(user), user);
    }
  }

  @Override
  public int[] all(int[] some) {
    return Arrays.stream(some)
        .flatMap(user -> IntStream.range(sequences.start(user), sequences.end(user)))
        .toArray();
  }

  @Override
  public int user(int piece) {
    return users[piece];
  }

  @Override
  public int inputs(int piece) {
    return piece - sequences.start(users[piece]);
  }
}
