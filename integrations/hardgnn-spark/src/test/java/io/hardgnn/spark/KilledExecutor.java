package io.hardgnn.spark;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A job on two executors in processes of their own, one of which ends in the middle. */
public final class KilledExecutor {

  private KilledExecutor() {}

  /** Scores all users of the bundle that is named. */
  public static void main(String[] args) {
    AtomicInteger lost = new AtomicInteger();
    SparkSession session =
        SparkSession.builder()
            .master("local-cluster[2,1,900]")
            .appName("killed executor")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executor.memory", "600m")
            .config("spark.executor.extraClassPath", System.getenv("TEST_CLASS_PATH"))
            .getOrCreate();
    session
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                lost.incrementAndGet();
              }
            });
    Dataset<Row> scored = HardGNNSparkModel.of(args[0]).setBatchSize(64).recommendForAllUsers(5);
    List<Row> users =
        scored
            .map(
                (MapFunction<Row, Row>)
                    row -> {
                      if (TaskContext.get().attemptNumber() == 0
                          && row.getString(0).equals("u700")) {
                        Runtime.getRuntime().halt(9);
                      }
                      return row;
                    },
                Encoders.row(scored.schema()))
            .collectAsList();
    System.out.println(
        "users "
            + users.size()
            + " distinct "
            + users.stream().map(row -> row.getString(0)).distinct().count()
            + " executors lost "
            + lost.get());
    session.stop();
  }
}
