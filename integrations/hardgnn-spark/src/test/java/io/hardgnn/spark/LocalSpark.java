package io.hardgnn.spark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The session that all tests share: two threads, a task may fail twice. */
final class LocalSpark {

  /** Data is so small that compiling a query, or planning it anew, takes longer than running it. */
  private static final Map<String, Object> QUICK =
      Map.of(
          "spark.sql.shuffle.partitions",
          3,
          "spark.sql.adaptive.enabled",
          false,
          "spark.sql.codegen.wholeStage",
          false,
          "spark.sql.codegen.factoryMode",
          "NO_CODEGEN");

  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2,3]")
          .appName("hardgnn-spark tests")
          .config("spark.ui.enabled", false)
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config(QUICK)
          .config(
              "spark.serializer", "org.apache.spark.serializer.KryoSerializer") // as on clusters
          .config("spark.sql.session.timeZone", "America/New_York") // results must not know it
          .getOrCreate();

  private LocalSpark() {}

  static SparkSession session() {
    return SESSION;
  }

  /** Returns a session of its own whose queries run as Spark has it unless told otherwise. */
  static SparkSession withDefaultSettings() {
    SparkSession session = SESSION.newSession();
    QUICK.keySet().forEach(session.conf()::unset);
    return session;
  }

  /** Collects rows of an id and a list as the lists' items, by id. */
  static Map<String, List<String>> lists(Dataset<Row> rows) {
    Map<String, List<String>> lists = new TreeMap<>();
    for (Row row : rows.collectAsList()) {
      List<Row> items = row.getList(1);
      List<String> old =
          lists.put(row.getString(0), items.stream().map(item -> item.getString(0)).toList());
      if (old != null) {
        throw new AssertionError("two rows of " + row.getString(0));
      }
    }
    return lists;
  }
}
