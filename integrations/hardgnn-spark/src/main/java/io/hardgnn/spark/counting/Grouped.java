package io.hardgnn.spark.counting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Goes over sorted rows group by group, a group being the rows that have the same whole number in
 * their first column. One group is in memory at a time.
 */
final class Grouped implements Iterator<Row> {

  private final Iterator<Row> rows;
  private final Function<List<Row>, Iterator<Row>> answer;
  private @Nullable Row ahead;
  private Iterator<Row> answered = List.<Row>of().iterator();

  Grouped(Iterator<Row> rows, Function<List<Row>, Iterator<Row>> answer) {
    this.rows = rows;
    this.answer = answer;
  }

  @Override
  public boolean hasNext() {
    while (!answered.hasNext() && (ahead != null || rows.hasNext())) {
      Row first = ahead == null ? rows.next() : ahead;
      ahead = null;
      List<Row> group = new ArrayList<>();
      group.add(first);
      while (rows.hasNext() && ahead == null) {
        Row next = rows.next();
        if (next.getInt(0) == first.getInt(0)) {
          group.add(next);
        } else {
          ahead = next;
        }
      }
      answered = answer.apply(group);
    }
    return answered.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no row is left");
    }
    return answered.next();
  }
}
