package io.hardgnn.spark;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import com.google.common.collect.Iterators;
import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.Quoting;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.spark.scoring.FileFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@link SparkDatasetBuilder} has written: a folder of
 *
 * <ul>
 *   <li>{@code interactions/part-*.txt.gz}: CSV without a header, {@code user,item,time,part}, ids
 *   in quotes, times in epoch milliseconds, part 0 training, 1 validation, 2 test, 3 of users
 *   without a training interaction. A user's interactions stand side by side in their order, users
 *   in the order of their numbers, so that the files one after the other can be streamed;
 *   <li>{@code users/} and {@code items/part-*.txt.gz}: ids in the order of their numbers, one a
 *   line;
 *   <li>{@code events/}: Parquet of numbers, for what is counted on the cluster;
 *   <li>{@code preparation.json}: the split and the report; it is written last.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class PreparedEvents {

  private final SparkSession session;
  private final String folder;
  private final PreparedFolder files;
  private final PreparedFile description;

  private PreparedEvents(SparkSession session, String folder) {
    this.session = session;
    this.folder = folder;
    this.files = new PreparedFolder(session, folder);
    this.description = files.read();
  }

  /**
   * Opens a folder.
   *
   * @param folder a path or URI that Hadoop reaches
   * @throws io.hardgnn.io.ArtifactException if it holds no preparation that was finished
   */
  public static PreparedEvents open(SparkSession session, String folder) {
    return new PreparedEvents(session, folder);
  }

  /** Returns the folder. */
  public String folder() {
    return folder;
  }

  /** Returns what the preparation found. */
  public PreparationReport report() {
    return description.report();
  }

  /**
   * Reads the interactions to this machine, file after file, and returns the dataset that
   * {@link DatasetBuilder} makes of the rows that were prepared: the same ids in the same order,
   * the same sequences and split, the same fingerprint. Its filter steps begin with what was
   * prepared.
   *
   * @throws DataException if a file is damaged
   * @throws io.hardgnn.io.ArtifactException if files are missing, or others than were written
   */
  public Dataset dataset() {
    Dataset dataset =
        DatasetBuilder.of(log())
            .minUserInteractions(1)
            .minItemInteractions(1)
            .minSequenceLength(1)
            .repeats(RepeatRule.KEEP_ALL)
            .split(description.asSplit())
            .holdOut(description.holdOut())
            .keepUsersWithoutHistory(description.keepUsersWithoutHistory())
            .build();
    requireWhole(dataset.statistics(), report().statistics());
    return dataset;
  }

  /** A file that is gone would otherwise be less to train on, without a word. */
  private void requireWhole(DatasetStatistics found, DatasetStatistics written) {
    if (found.users() != written.users()
        || found.items() != written.items()
        || found.interactions() != written.interactions()) {
      throw files.failure(
          CORRUPT,
          String.format(
              Locale.ROOT,
              "tells of %d users, %d items and %d interactions, but the files beside it hold %d, %d and %d",
              written.users(),
              written.items(),
              written.interactions(),
              found.users(),
              found.items(),
              found.interactions()));
    }
  }

  private InteractionLog log() {
    Iterator<InputStream> parts =
        files.parts(PreparedFolder.SHARDS).stream().map(files::open).iterator();
    // Each is opened when the one before has been read.
    try (InputStream all = new SequenceInputStream(Iterators.asEnumeration(parts))) {
      InteractionLog rows =
          DelimitedReader.builder()
              .separator(",")
              .columnIndexes(0, 1, 2)
              .quoting(Quoting.DOUBLED)
              .multiline(false)
              .timeFormat(TimeFormat.EPOCH_MILLIS)
              .build()
              .read(all, folder);
      return numbered(rows, ids(PreparedFolder.USERS), ids(PreparedFolder.ITEMS));
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + folder, e);
    }
  }

  private InteractionLog numbered(InteractionLog rows, Vocabulary users, Vocabulary items) {
    try {
      return rows.numberedAs(users, items);
    } catch (IllegalArgumentException e) {
      throw files.failure(CORRUPT, "is not of the files beside it: " + e.getMessage());
    }
  }

  private Vocabulary ids(String name) throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path part : files.parts(name)) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(files.open(part)), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          ids.add(line);
        }
      }
    }
    return Vocabulary.of(Collections.unmodifiableList(ids));
  }

  /**
   * Returns the interactions as rows: {@code userIndex} and {@code itemIndex} among the dataset's
   * users and items, {@code time} in epoch milliseconds, {@code position} in the user's sequence
   * from 1, {@code part} 0 training, 1 validation, 2 test. Rows have no order.
   */
  public org.apache.spark.sql.Dataset<Row> events() {
    return session
        .read()
        .parquet(files.path(PreparedFolder.EVENTS))
        .where("part < " + ClusterSplit.LEFT_OUT)
        .select("userIndex", "itemIndex", "time", "position", "part");
  }

  /** Returns the number of items of the dataset. */
  int itemCount() {
    return description.statistics().items();
  }
}
