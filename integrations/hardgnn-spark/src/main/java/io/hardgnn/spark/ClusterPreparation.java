package io.hardgnn.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.SplitException;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * One preparation, step by step. Users and items go by the number of the first row in which they
 * appear, {@code u} and {@code i}: their order is that of the vocabularies of one machine.
 */
final class ClusterPreparation {

  private final Dataset<?> source;
  private final PreparationSettings settings;
  private final SparkSession session;
  private final String folder;
  private final List<FilterStep> steps = new ArrayList<>();

  ClusterPreparation(Dataset<?> source, PreparationSettings settings, String folder) {
    this.source = source;
    this.settings = settings;
    this.session = source.sparkSession();
    this.folder = folder;
  }

  PreparedEvents run() {
    PreparedFolder target = new PreparedFolder(session, folder);
    target.requireAbsent();
    try (WorkFolder work = new WorkFolder(session, target.path("_work"))) {
      StagedEvents staged = StagedEvents.write(source, settings, work.path("rows"));
      Dataset<Row> read = staged.good();
      record("read", read, "user", "item", staged.report().skippedRows());
      if (settings.sample() < 1) {
        read = read.where(isOfSample());
        record(
            "sample of " + settings.sample() + " of the users, seed " + settings.sampleSeed(),
            read,
            "user",
            "item",
            null);
      }
      Dataset<Row> users = work.through("users", read.groupBy("user").agg(min("row").as("u")));
      Dataset<Row> items = work.through("items", read.groupBy("item").agg(min("row").as("i")));
      Dataset<Row> windowed = window(read);
      Dataset<Row> events = repeats(windowed.join(users, "user").join(items, "item"), work);
      record("repeats " + settings.repeats(), events, "u", "i", null);
      Dataset<Row> core = ClusterCore.of(events, settings.minUser(), settings.minItem(), work);
      record(
          "k-core (users >= " + settings.minUser() + ", items >= " + settings.minItem() + ")",
          core,
          "u",
          "i",
          null);
      requireSome(steps.get(steps.size() - 1).interactions(), staged.report().warnings());
      return finish(target, work, staged, core, users, items);
    }
  }

  private PreparedEvents finish(
      PreparedFolder target,
      WorkFolder work,
      StagedEvents staged,
      Dataset<Row> core,
      Dataset<Row> users,
      Dataset<Row> items) {
    ClusterSplit split = ClusterSplit.of(settings, core);
    Dataset<Row> parts = work.through("parts", split.apply(core));
    Dataset<Row> kept = parts.where(col("part").lt(ClusterSplit.LEFT_OUT));
    FilterStep before = steps.get(steps.size() - 1);
    Dataset<Row> without =
        parts.where(split.isWithoutTraining()).select("u").distinct().join(users, "u").sort("u");
    long withoutCount = split.isInTime() ? without.count() : 0;
    if (split.isInTime() && !settings.keepUsersWithoutHistory()) {
      long left = kept.count();
      steps.add(
          new FilterStep(
              "users with training (" + settings.splitTitle() + ")",
              before.users() - Math.toIntExact(withoutCount),
              before.items(), // the catalogue does not depend on what is held out
              left,
              before.interactions() - left));
    }
    SplitStatistics counted =
        ClusterStatistics.of(
            kept,
            settings.splitTitle(),
            without
                .limit(split.isInTime() ? PreparationReport.MAX_USERS : 0)
                .select("user")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList());
    requireParts(counted, withoutCount, before.interactions());
    PreparationReport report =
        new PreparationReport(
            staged.report(),
            steps,
            ClusterStatistics.of(kept, before.items(), settings.repeats() == RepeatRule.KEEP_ALL),
            counted,
            withoutCount);
    target.write(settings, report, parts, users, items);
    return PreparedEvents.open(session, folder);
  }

  /** Hashes are spread evenly over the numbers from 0 to 1. */
  private Column isOfSample() {
    return expr(
        "shiftrightunsigned(xxhash64(user, "
            + settings.sampleSeed()
            + "L), 11) * "
            + 0x1.0p-53
            + "D < "
            + settings.sample()
            + "D");
  }

  private Dataset<Row> window(Dataset<Row> read) {
    String name = "window " + settings.windowText();
    if (settings.windowIsOpen()) {
      FilterStep all = steps.get(steps.size() - 1);
      steps.add(new FilterStep(name, all.users(), all.items(), all.interactions(), 0));
      return read;
    }
    Dataset<Row> windowed =
        read.where(col("time").geq(settings.fromMillis()).and(col("time").lt(settings.toMillis())));
    record(name, windowed, "user", "item", null);
    return windowed;
  }

  private Dataset<Row> repeats(Dataset<Row> events, WorkFolder work) {
    Column place = struct("time", "row");
    Dataset<Row> kept =
        switch (settings.repeats()) {
          case KEEP_ALL -> events;
          case KEEP_FIRST -> events.groupBy("u", "i").agg(min(place).as("kept"));
          case KEEP_LAST -> events.groupBy("u", "i").agg(max(place).as("kept"));
        };
    return work.through(
        "events",
        settings.repeats() == RepeatRule.KEEP_ALL
            ? kept.select("u", "i", "time", "row")
            : kept.select(col("u"), col("i"), col("kept.time"), col("kept.row")));
  }

  private void record(
      String name, Dataset<Row> left, String user, String item, @Nullable Long dropped) {
    Row counted =
        left.agg(count(lit(1)), countDistinct(col(user)), countDistinct(col(item))).first();
    long interactions = counted.getLong(0);
    long before = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).interactions();
    steps.add(
        new FilterStep(
            name,
            Math.toIntExact(counted.getLong(1)),
            Math.toIntExact(counted.getLong(2)),
            interactions,
            dropped == null ? before - interactions : dropped));
  }

  private void requireSome(long interactions, List<String> warnings) {
    if (interactions > 0) {
      return;
    }
    throw EmptyDatasetException.nothingLeft(EventParse.SOURCE, steps, warnings);
  }

  private void requireParts(SplitStatistics counted, long without, long interactions) {
    if (counted.training().interactions() == 0) {
      throw SplitException.noTraining(counted.split(), EventParse.SOURCE, interactions);
    }
    boolean wantsValidation = false;
    boolean wantsTest = false;
    if (settings.holdOut() && settings.split() instanceof Split.ByTime split) {
      wantsValidation = split.validationFrom().isBefore(split.testFrom());
      wantsTest = true;
    } else if (settings.holdOut() && settings.split() instanceof Split.LastShare split) {
      wantsValidation = split.validation() > 0;
      wantsTest = split.test() > 0;
    }
    if (wantsValidation && counted.validation().interactions() == 0) {
      throw SplitException.noTargets("validation", counted, EventParse.SOURCE, without, "");
    }
    if (wantsTest && counted.test().interactions() == 0) {
      throw SplitException.noTargets("test", counted, EventParse.SOURCE, without, "");
    }
  }
}
