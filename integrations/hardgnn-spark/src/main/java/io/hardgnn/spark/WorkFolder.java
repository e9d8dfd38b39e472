package io.hardgnn.spark;

import io.hardgnn.spark.scoring.FileFailure;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where a preparation keeps what it has computed so far; deleted when it is done or fails. */
final class WorkFolder implements AutoCloseable {

  private final SparkSession session;
  private final Path folder;
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
    return session.read().schema(rows.schema()).parquet(path);
  }

  @Override
  public void close() {
    try {
      FileSystem files = folder.getFileSystem(session.sparkContext().hadoopConfiguration());
      files.delete(folder, true);
    } catch (IOException e) {
      throw FileFailure.of("cannot delete " + folder, e);
    }
  }
}
