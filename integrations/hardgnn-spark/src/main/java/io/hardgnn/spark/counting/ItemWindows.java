package io.hardgnn.spark.counting;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Makes of each user's items, in their order, a row for each of them: the item, the user, its
 * place, the items after it and those before it, the nearest first.
 */
public final class ItemWindows implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final int steps;

  public ItemWindows(int steps) {
    this.steps = steps;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Grouped(
        rows,
        user -> {
          int[] items = user.stream().mapToInt(row -> row.getInt(1)).toArray();
          int id = user.get(0).getInt(0);
          return IntStream.range(0, items.length)
              .mapToObj(
                  place ->
                      RowFactory.create(
                          items[place], id, place, after(items, place), before(items, place)))
              .iterator();
        });
  }

  private Integer[] after(int[] items, int place) {
    Integer[] after = new Integer[Math.min(steps, items.length - 1 - place)];
    for (int k = 1; k <= after.length; k++) {
      after[k - 1] = items[place + k];
    }
    return after;
  }

  private Integer[] before(int[] items, int place) {
    Integer[] before = new Integer[Math.min(steps, place)];
    for (int k = 1; k <= before.length; k++) {
      before[k - 1] = items[place - k];
    }
    return before;
  }
}
