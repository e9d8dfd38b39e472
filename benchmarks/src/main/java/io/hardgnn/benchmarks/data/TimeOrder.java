package io.hardgnn.benchmarks.data;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.InteractionLog;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The rows of a log in the order of time, and parts of them as logs. */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
public record TimeOrder(InteractionLog log, int[] rows) {

  /**
   * Sorts the rows of a log; those of one time stay in their order.
   *
   * @throws DataException if it has no times
   */
  public static TimeOrder of(InteractionLog log, String name) {
    if (!log.hasTimes()) {
      throw new DataException(name + " has no times");
    }
    return new TimeOrder(
        log,
        IntStream.range(0, log.size())
            .boxed()
            .sorted(Comparator.comparingLong(log::timestamp))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** Returns the rows before a share of all. */
  public int[] before(double share) {
    return Arrays.copyOf(rows, (int) (share * rows.length));
  }

  /** Returns the rows from a share of all on. */
  public int[] from(double share) {
    return Arrays.copyOfRange(rows, (int) (share * rows.length), rows.length);
  }

  /** Returns some rows as a log of their own. */
  public InteractionLog part(int[] some) {
    InteractionLog.Builder part = InteractionLog.builder();
    for (int row : some) {
      part.add(log.users().id(log.user(row)), log.items().id(log.item(row)), log.timestamp(row));
    }
    return part.build();
  }
}
