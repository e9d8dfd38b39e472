package io.hardgnn.spark;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;
import static io.hardgnn.io.ArtifactException.Reason.NEWER_VERSION;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;

import io.hardgnn.data.DataException;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.spark.scoring.FileFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The files of a preparation. */
final class PreparedFolder {

  static final String EVENTS = "events";
  static final String SHARDS = "interactions";
  static final String USERS = "users";
  static final String ITEMS = "items";

  private static final long SHARD_INTERACTIONS = 2_000_000;

  private final SparkSession session;
  private final Path folder;

  PreparedFolder(SparkSession session, String folder) {
    this.session = session;
    this.folder = new Path(folder);
  }

  String path(String name) {
    return new Path(folder, name).toString();
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(session.sparkContext().hadoopConfiguration());
  }

  void requireAbsent() {
    try {
      FileSystem files = files();
      if (files.exists(folder) && files.listStatus(folder).length > 0) {
        throw new DataException(
            folder + " is there already; name another folder or delete it, it is not written over");
      }
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + folder, e);
    }
  }

  /**
   * Writes what is left.
   *
   * @param parts {@code u, i, time, position, part}
   * @param users {@code user, u} of these users and possibly others
   * @param items {@code item, i} of these items and possibly others
   */
  void write(
      PreparationSettings settings,
      PreparationReport report,
      Dataset<Row> parts,
      Dataset<Row> users,
      Dataset<Row> items) {
    Dataset<Row> kept = parts.where(col("part").lt(ClusterSplit.LEFT_OUT));
    Dataset<Row> allUsers = parts.select("u").distinct().join(users, "u");
    Dataset<Row> allItems = parts.select("i").distinct().join(items, "i");
    lines(allUsers.sort("u").select("user"), USERS);
    lines(allItems.sort("i").select("item"), ITEMS);
    parts
        .join(numbered(kept.select("u").distinct(), "u", "userIndex"), "u", "left")
        .join(numbered(parts.select("i").distinct(), "i", "itemIndex"), "i")
        .select("userIndex", "itemIndex", "time", "position", "part", "u", "i")
        .write()
        .parquet(path(EVENTS));
    int shards =
        settings.shards() > 0
            ? settings.shards()
            : Math.toIntExact(1 + report.statistics().interactions() / SHARD_INTERACTIONS);
    Dataset<Row> lines =
        parts
            .join(users, "u")
            .join(items, "i")
            .repartitionByRange(shards, col("u"))
            .sortWithinPartitions("u", "position")
            .select(
                concat(
                    quoted(col("user")),
                    lit(","),
                    quoted(col("item")),
                    lit(","),
                    col("time"),
                    lit(","),
                    col("part")));
    lines(lines, SHARDS);
    try (OutputStream out = files().create(new Path(folder, PreparedFile.NAME), false)) {
      out.write(Json.text(PreparedFile.of(settings, report)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw FileFailure.of("cannot write " + folder, e);
    }
  }

  private void lines(Dataset<Row> lines, String name) {
    lines.write().option("compression", "gzip").text(path(name));
  }

  private static Column quoted(Column id) {
    return concat(lit("\""), replace(id, lit("\""), lit("\"\"")), lit("\""));
  }

  /** Numbers ids from 0 in the order of a column. */
  private Dataset<Row> numbered(Dataset<Row> ids, String column, String index) {
    return session.createDataFrame(
        ids.sort(column)
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowFactory.create(pair._1().getLong(0), Math.toIntExact(pair._2()))),
        new StructType()
            .add(column, DataTypes.LongType, false)
            .add(index, DataTypes.IntegerType, false));
  }

  /**
   * Reads what the folder holds.
   *
   * @throws ArtifactException if it holds no preparation, one that was not finished, or one of a
   *     newer release
   */
  PreparedFile read() {
    Path file = new Path(folder, PreparedFile.NAME);
    String text;
    try (InputStream in = files().open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw failure(
          MISSING, "is not there: the preparation was not finished, or the path is wrong");
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + file, e);
    }
    try {
      var tree = Json.tree(text, file.toString());
      if (!tree.path("format").asText().equals(PreparedFile.FORMAT)) {
        throw failure(WRONG_FORMAT, "is not the description of prepared events");
      }
      if (tree.path("version").asInt() > PreparedFile.VERSION) {
        throw failure(NEWER_VERSION, "is of a newer release; use that");
      }
      return Json.parse(text, PreparedFile.class, file.toString());
    } catch (JsonException e) {
      throw failure(CORRUPT, "is not as this release expects: " + e.getMessage());
    }
  }

  ArtifactException failure(ArtifactException.Reason reason, String detail) {
    java.nio.file.Path named = java.nio.file.Path.of(folder.toUri().getPath());
    return new ArtifactException(reason, named.resolve(PreparedFile.NAME), detail);
  }

  /** Returns the files of one kind in their order. */
  List<Path> parts(String name) {
    try {
      return Arrays.stream(files().listStatus(new Path(folder, name)))
          .filter(FileStatus::isFile)
          .map(FileStatus::getPath)
          .filter(file -> file.getName().startsWith("part-"))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      throw failure(MISSING, "has no " + name + " beside it; it is not whole");
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + folder, e);
    }
  }

  InputStream open(Path file) {
    try {
      return files().open(file);
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + file, e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
