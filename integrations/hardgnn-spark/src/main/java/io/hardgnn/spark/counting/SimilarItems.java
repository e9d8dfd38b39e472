package io.hardgnn.spark.counting;

import io.hardgnn.evaluation.TopN;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes of {@code (item, other, users in common)}, sorted, each item's most similar others. */
public final class SimilarItems implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final int neighbours;
  private final double shrinkage;
  private final Broadcast<int[]> degrees;

  public SimilarItems(int neighbours, double shrinkage, Broadcast<int[]> degrees) {
    this.neighbours = neighbours;
    this.shrinkage = shrinkage;
    this.degrees = degrees;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Grouped(rows, item -> List.of(mostSimilar(item)).iterator());
  }

  private Row mostSimilar(List<Row> others) {
    int item = others.get(0).getInt(0);
    float[] cosines = new float[others.size()];
    for (int n = 0; n < cosines.length; n++) {
      double users = (double) degrees.value()[item] * degrees.value()[others.get(n).getInt(1)];
      cosines[n] = (float) (others.get(n).getLong(2) / (Math.sqrt(users) + shrinkage));
    }
    int[] best = TopN.select(cosines, 0, cosines.length, neighbours);
    Row[] kept = new Row[best.length];
    for (int n = 0; n < best.length; n++) {
      kept[n] = RowFactory.create(others.get(best[n]).getInt(1), cosines[best[n]]);
    }
    return RowFactory.create(item, kept);
  }
}
