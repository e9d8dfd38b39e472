package io.hardgnn.spark;

import io.hardgnn.spark.scoring.FileFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where a preparation keeps what it has computed so far; deleted when it is done or fails. */
final class WorkFolder implements AutoCloseable {

  private final SparkSession session;
  private final Path folder;
  private final Map<String, List<String>> paths = new HashMap<>();
  private int written;

  WorkFolder(SparkSession session, String folder) {
    this.session = session;
    this.folder = new Path(folder);
  }

  String path(String name) {
    return new Path(folder, name).toString();
  }

  /** Writes rows and returns what was written. */
  Dataset<Row> through(String name, Dataset<Row> rows) {
    String path = path(name + "-" + written++);
    rows.write().parquet(path);
    paths.computeIfAbsent(name, some -> new ArrayList<>()).add(path);
    return session.read().schema(rows.schema()).parquet(path);
  }

  /** Deletes what was written under a name, but for the last, of which nothing else is read. */
  void keepLast(String name) {
    List<String> ofName = paths.getOrDefault(name, List.of());
    while (ofName.size() > 1) {
      delete(new Path(ofName.remove(0)));
    }
  }

  @Override
  public void close() {
    delete(folder);
  }

  private void delete(Path path) {
    try {
      path.getFileSystem(session.sparkContext().hadoopConfiguration()).delete(path, true);
    } catch (IOException e) {
      throw FileFailure.of("cannot delete " + path, e);
    }
  }
}
