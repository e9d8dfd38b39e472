package io.hardgnn.encoder;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import java.util.OptionalLong;

/**
 * The time between an interaction of a user and the one before it, as an encoder reads it: a code
 * that grows with the logarithm of the seconds between them.
 *
 * <p>{@value #UNKNOWN} is a gap that is not known, that of a user's first interaction for instance.
 * 1 is less than a second, ties included; a code {@code c} above it is
 * {@code 2^(c-1) - 1 .. 2^c - 2} seconds; the last one is 388 days or more.
 */
public final class TimeGaps {

  /** The code of a gap that is not known. */
  public static final int UNKNOWN = 0;

  /** The number of codes, 0 included. */
  public static final int CODES = 27;

  private TimeGaps() {}

  /**
   * Returns the code of the time between two interactions.
   *
   * @param earlier epoch milliseconds of the one
   * @param later epoch milliseconds of the next; a time before {@code earlier} counts as the same
   * @return {@code 1 .. CODES - 1}
   */
  public static int code(long earlier, long later) {
    if (later <= earlier) {
      return 1;
    }
    long millis = later - earlier;
    long seconds = millis < 0 ? Long.MAX_VALUE - 1 : millis / 1000; // negative: it overflowed
    int bits = Long.SIZE - Long.numberOfLeadingZeros(seconds + 1);
    return Math.min(bits, CODES - 1);
  }

  /**
   * Returns the code of the time before an interaction.
   *
   * @param position flat position of one of the user's interactions
   */
  public static int before(Sequences sequences, int user, int position) {
    return position == sequences.start(user)
        ? UNKNOWN
        : code(sequences.timestamp(position - 1), sequences.timestamp(position));
  }

  /**
   * Returns the code of the time before an interaction of a history.
   *
   * @param position as for {@link HeldOut#historyItem}
   */
  public static int before(HeldOut heldOut, int user, int position) {
    if (position == 0) {
      return UNKNOWN;
    }
    OptionalLong earlier = heldOut.historyTimestamp(user, position - 1);
    OptionalLong later = heldOut.historyTimestamp(user, position);
    return earlier.isPresent() && later.isPresent()
        ? code(earlier.getAsLong(), later.getAsLong())
        : UNKNOWN;
  }
}
