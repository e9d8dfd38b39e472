package io.hardgnn.spark;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Does on a cluster what {@link DatasetBuilder} does on one machine, with the same result for the
 * same rows, and writes it to a folder.
 *
 * <pre>{@code
 * PreparedEvents prepared =
 *     SparkDatasetBuilder.of(spark.read().parquet("events"))
 *         .columns("customer", "article", "bought_at")
 *         .minItemInteractions(10)
 *         .write("prepared");
 * System.out.println(prepared.report().statistics());
 * }</pre>
 *
 * <p>Steps, their order and the defaults are those of {@link DatasetBuilder}. A split at random,
 * given parts, rows without times and shuffled ties are for one machine alone.
 *
 * <p><b>The order of rows</b> decides two things: which of a user's interactions of equal time is
 * first, and the numbers of users and items, which are in the order of first appearance. It is the
 * order of the column {@link #order}, whose values should all be different, or else that in which
 * Spark reads the rows: partition after partition. For one file that is the file's order; of
 * several files Spark reads large ones first.
 *
 * <p>Ids are texts; columns of other types are cast. A time may be a timestamp, a date (midnight,
 * UTC), a timestamp without zone (UTC), a number or a text, as {@link #timeFormat} says.
 *
 * <p>Not thread-safe.
 */
public final class SparkDatasetBuilder {

  private static final Instant NO_END = Instant.ofEpochMilli(InteractionLog.MAX_TIME + 1);

  private final Dataset<?> rows;
  private @Nullable EventColumns columns;
  private @Nullable String order;
  private TimeFormat timeFormat = TimeFormat.AUTO;
  private ErrorPolicy errorPolicy = ErrorPolicy.FAIL;
  private Set<String> missingIds = Set.of();
  private double sample = 1;
  private long sampleSeed;
  private Instant from = Instant.EPOCH;
  private Instant to = NO_END;
  private RepeatRule repeats = RepeatRule.KEEP_FIRST;
  private int minUserInteractions = 5;
  private int minItemInteractions = 5;
  private int minSequenceLength = 3;
  private Split split = Split.leaveOneOut();
  private boolean holdOut = true;
  private boolean keepUsersWithoutHistory;
  private int shards;

  private SparkDatasetBuilder(Dataset<?> rows) {
    this.rows = Objects.requireNonNull(rows, "rows");
  }

  /** Returns a builder with default settings over rows of any source. */
  public static SparkDatasetBuilder of(Dataset<?> rows) {
    return new SparkDatasetBuilder(rows);
  }

  /**
   * Sets the columns; by default those are taken that have names which
   * {@link io.hardgnn.data.events.DelimitedReader} knows, such as {@code user_id}, {@code item_id}
   * and {@code ts}.
   *
   * @return this builder
   */
  public SparkDatasetBuilder columns(String user, String item, String time) {
    this.columns =
        new EventColumns(
            Objects.requireNonNull(user, "user"),
            Objects.requireNonNull(item, "item"),
            Objects.requireNonNull(time, "time"));
    return this;
  }

  /**
   * Sets the column that orders the rows; by default they have the order in which Spark reads them.
   *
   * @return this builder
   */
  public SparkDatasetBuilder order(String column) {
    this.order = Objects.requireNonNull(column, "order");
    return this;
  }

  /**
   * Sets how numbers and texts are read as times, {@link TimeFormat#AUTO} by default: the first
   * well-formed row decides, which must be among the first 1,000.
   *
   * @return this builder
   */
  public SparkDatasetBuilder timeFormat(TimeFormat format) {
    this.timeFormat = Objects.requireNonNull(format, "timeFormat");
    return this;
  }

  /**
   * Sets what becomes of malformed rows, {@link ErrorPolicy#FAIL} by default.
   *
   * @return this builder
   */
  public SparkDatasetBuilder errorPolicy(ErrorPolicy policy) {
    this.errorPolicy = Objects.requireNonNull(policy, "errorPolicy");
    return this;
  }

  /**
   * Sets words that mean that there is no user or item; none by default. A row with one of them is
   * malformed, as one with null is.
   *
   * @return this builder
   */
  public SparkDatasetBuilder missingIds(String... words) {
    this.missingIds = Set.copyOf(List.of(words));
    return this;
  }

  /**
   * Takes a share of the users, with all of their interactions, chosen by a hash of their ids; by
   * default all. It is the first step, so that what follows is as if there were no other users.
   *
   * @param share above 0, at most 1
   * @param seed chooses the users
   * @return this builder
   * @throws IllegalArgumentException if the share is out of range
   */
  public SparkDatasetBuilder sampleUsers(double share, long seed) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of users must be above 0 and at most 1, got " + share);
    }
    this.sample = share;
    this.sampleSeed = seed;
    return this;
  }

  /**
   * Leaves out interactions before a time; by default none.
   *
   * @return this builder
   */
  public SparkDatasetBuilder from(Instant inclusive) {
    this.from = Objects.requireNonNull(inclusive, "from");
    return this;
  }

  /**
   * Leaves out interactions at or after a time; by default none.
   *
   * @return this builder
   */
  public SparkDatasetBuilder to(Instant exclusive) {
    this.to = Objects.requireNonNull(exclusive, "to");
    return this;
  }

  /**
   * Sets what becomes of several interactions of one user with one item;
   * {@link RepeatRule#KEEP_FIRST} by default.
   *
   * @return this builder
   */
  public SparkDatasetBuilder repeats(RepeatRule rule) {
    this.repeats = Objects.requireNonNull(rule, "repeats");
    return this;
  }

  /**
   * Sets how many interactions a user needs, 5 by default.
   *
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkDatasetBuilder minUserInteractions(int count) {
    this.minUserInteractions = atLeastOne("minUserInteractions", count);
    return this;
  }

  /**
   * Sets how many interactions an item needs, 5 by default.
   *
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkDatasetBuilder minItemInteractions(int count) {
    this.minItemInteractions = atLeastOne("minItemInteractions", count);
    return this;
  }

  /**
   * Sets how long a user's sequence must be, 3 by default.
   *
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkDatasetBuilder minSequenceLength(int length) {
    this.minSequenceLength = atLeastOne("minSequenceLength", length);
    return this;
  }

  /**
   * Sets the split; leave-one-out by default.
   *
   * @return this builder
   * @throws IllegalArgumentException if it is one at random
   */
  public SparkDatasetBuilder split(Split split) {
    if (split instanceof Split.RandomShare) {
      throw new IllegalArgumentException(
          "the split '"
              + split.title()
              + "' is for one machine; use leaveOneOut, byTime or"
              + " lastShare, or holdOut(false)");
    }
    this.split = Objects.requireNonNull(split, "split");
    return this;
  }

  /**
   * Sets whether anything is held out, {@code true} by default.
   *
   * @return this builder
   */
  public SparkDatasetBuilder holdOut(boolean holdOut) {
    this.holdOut = holdOut;
    return this;
  }

  /**
   * Sets whether users stay for whom a split in time leaves no training interaction; {@code false}
   * by default.
   *
   * @return this builder
   */
  public SparkDatasetBuilder keepUsersWithoutHistory(boolean keep) {
    this.keepUsersWithoutHistory = keep;
    return this;
  }

  /**
   * Sets the number of files of interactions; by default one for each two million.
   *
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkDatasetBuilder shards(int files) {
    this.shards = atLeastOne("shards", files);
    return this;
  }

  /**
   * Prepares the rows and writes what is left, as {@link PreparedEvents} describes it.
   *
   * @param folder a path or URI that Hadoop reaches, not there yet
   * @throws IllegalArgumentException if {@code from} is not before {@code to}
   * @throws io.hardgnn.data.events.MalformedRowException if a row is malformed and none may be: the
   *     first one
   * @throws io.hardgnn.data.EmptyDatasetException if no interaction is left
   * @throws io.hardgnn.data.SplitException if the split leaves nothing for training or no user a
   *     target in a part that was asked for
   * @throws DataException if a column is not there, or several could be meant, if there is no
   *     interaction, or the folder is there already
   */
  public PreparedEvents write(String folder) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "the time window is empty: from " + from + " must be before to " + to);
    }
    EventColumns read = columns == null ? EventColumns.find(rows) : columns;
    read.requireIn(rows);
    if (order != null) {
      EventColumns.requireOnce(
          List.of(order), rows.columns(), rows.sparkSession(), "name another with order(column)");
    }
    PreparationSettings settings =
        new PreparationSettings(
            read.user(),
            read.item(),
            read.time(),
            order,
            timeFormat,
            errorPolicy,
            missingIds,
            sample,
            sampleSeed,
            from,
            to,
            repeats,
            Math.max(minUserInteractions, minSequenceLength),
            minItemInteractions,
            split,
            holdOut,
            keepUsersWithoutHistory,
            shards);
    return new ClusterPreparation(rows, settings, folder).run();
  }

  private static int atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, got " + value);
    }
    return value;
  }
}
