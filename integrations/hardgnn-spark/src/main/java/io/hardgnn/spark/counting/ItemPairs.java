package io.hardgnn.spark.counting;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes of each user's items, which are all different, every ordered pair of two of them. */
public final class ItemPairs implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Grouped(
        rows,
        user -> {
          int[] items = user.stream().mapToInt(row -> row.getInt(1)).toArray();
          return IntStream.range(0, items.length)
              .boxed()
              .flatMap(
                  a ->
                      IntStream.range(0, items.length)
                          .filter(b -> b != a)
                          .mapToObj(b -> RowFactory.create(items[a], items[b])))
              .iterator();
        });
  }
}
