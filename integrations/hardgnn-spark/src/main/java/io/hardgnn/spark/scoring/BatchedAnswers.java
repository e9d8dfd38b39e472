package io.hardgnn.spark.scoring;

import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Answers the rows of a partition in batches, one after the other: a task holds the rows and the
 * answers of one batch, however large its partition is.
 */
public final class BatchedAnswers implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** {@code array<struct<item: string, score: float>>}, best first. */
  public static final ArrayType LIST =
      DataTypes.createArrayType(
          new StructType()
              .add("item", DataTypes.StringType, false)
              .add("score", DataTypes.FloatType, false),
          false);

  private final SharedBundle bundle;
  private final int batchSize;
  private final Answer answer;

  /** Takes rows of one kind and what is answered to them. */
  public BatchedAnswers(SharedBundle bundle, int batchSize, Answer answer) {
    this.bundle = bundle;
    this.batchSize = batchSize;
    this.answer = answer;
  }

  /** Answers a batch of rows. */
  @FunctionalInterface
  public interface Answer extends Serializable {
    /** Returns rows of the answer, of the same number or fewer. */
    List<Row> rows(OnnxRecommender recommender, List<Row> batch);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> input) {
    if (!input.hasNext()) {
      return input;
    }
    OnnxRecommender recommender = OpenBundles.forTask(bundle);
    return new Iterator<>() {
      private Iterator<Row> answered = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        while (!answered.hasNext() && input.hasNext()) {
          List<Row> batch = new ArrayList<>();
          while (batch.size() < batchSize && input.hasNext()) {
            batch.add(input.next());
          }
          answered = answer.rows(recommender, batch).iterator();
        }
        return answered.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new java.util.NoSuchElementException("no row is left");
        }
        return answered.next();
      }
    };
  }

  /** Returns a list as a value of {@link #LIST}. */
  public static Row[] list(List<Recommendation> items) {
    Row[] rows = new Row[items.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = RowFactory.create(items.get(i).item(), items.get(i).score());
    }
    return rows;
  }
}
