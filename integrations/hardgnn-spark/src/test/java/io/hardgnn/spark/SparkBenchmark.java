package io.hardgnn.spark;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Measures preparation and scoring on Spark in local mode beside one machine, in one process.
 * Arguments: a folder for files, then numbers of rows. Twenty rows make a user, a hundred an item;
 * as many users and items are scored, up to ten million rows, for the work of scoring grows with
 * their product.
 */
public final class SparkBenchmark {

  private static final int LARGEST_SCORED = 10_000_000;
  private static final int BATCH = 1000;

  private static final AtomicLong SHUFFLED = new AtomicLong();
  private static final AtomicLong PROCESSOR = new AtomicLong();
  private static final AtomicLong JOBS = new AtomicLong();

  private SparkBenchmark() {}

  /** Runs all sizes. */
  public static void main(String[] args) throws IOException {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 8)
            .getOrCreate();
    session
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
              }

              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                  SHUFFLED.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
                  PROCESSOR.addAndGet(end.taskMetrics().executorCpuTime());
                }
              }
            });
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String number : List.of(args).subList(1, args.length)) {
      int rows = Integer.parseInt(number);
      prepare(session, folder, rows);
      if (rows <= LARGEST_SCORED) {
        score(session, folder.resolve("bundle-" + rows), users(rows), items(rows));
      }
    }
    session.stop();
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long shuffled = SHUFFLED.get();
    long processor = PROCESSOR.get();
    long jobs = JOBS.get();
    long begin = System.nanoTime();
    T value = work.get();
    double seconds = (System.nanoTime() - begin) / 1e9;
    awaitListener();
    System.out.printf(
        Locale.ROOT,
        "%-44s %8.1f s, tasks' processor %8.1f s, shuffled %8.1f MB, jobs %4d%n",
        what,
        seconds,
        (PROCESSOR.get() - processor) / 1e9,
        (SHUFFLED.get() - shuffled) / 1e6,
        JOBS.get() - jobs);
    return value;
  }

  /** Waits until the listener has heard of all that is over: it is told by a thread of its own. */
  private static void awaitListener() {
    try {
      SparkSession.active().sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void prepare(SparkSession session, Path folder, int rows) throws IOException {
    Path csv = folder.resolve("events-" + rows + ".csv");
    generate(csv, rows);
    System.out.println(rows + " rows, " + Files.size(csv) / 1_000_000 + " MB of CSV");
    Dataset local =
        timed(
            "one machine: read and build",
            () -> DatasetBuilder.of(InteractionLog.read(csv)).build());
    PreparedEvents prepared =
        timed(
            "Spark: prepare and write",
            () ->
                SparkDatasetBuilder.of(
                        session
                            .read()
                            .option("header", true)
                            .schema("user string, item string, timestamp bigint")
                            .csv(csv.toString()))
                    .write(folder.resolve("prepared-" + rows).toString()));
    Dataset read = timed("Spark's shards: read by the trainer", prepared::dataset);
    if (!read.fingerprint().equals(local.fingerprint())) {
      throw new IllegalStateException("the datasets differ");
    }
    System.out.println(
        local.statistics().users()
            + " users, "
            + local.statistics().items()
            + " items, "
            + local.statistics().interactions()
            + " interactions, fingerprints equal");
    TransitionCounter counter = TransitionCounter.defaults().neighbours(300);
    ItemTransitions one = timed("one machine: transitions", () -> counter.count(local.training()));
    ItemTransitions many =
        timed(
            "Spark: transitions, collected",
            () -> ClusterCounts.of(prepared).collectTransitions(counter));
    System.out.println("transitions equal: " + one.equals(many));
  }

  private static void generate(Path csv, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    int users = users(rows);
    int items = items(rows);
    try (BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("user,item,timestamp\n");
      for (int n = 0; n < rows; n++) {
        int user = (int) (users * Math.pow(random.nextDouble(), 1.5));
        int item = (int) (items * Math.pow(random.nextDouble(), 2));
        out.write("u" + user + ",i" + item + "," + (1_500_000_000L + random.nextInt(60_000_000)));
        out.write('\n');
      }
    }
  }

  private static int users(int rows) {
    return rows / 20;
  }

  private static int items(int rows) {
    return Math.max(1000, rows / 100);
  }

  private static void score(SparkSession session, Path folder, int userCount, int itemCount) {
    Path bundle = RandomBundle.plain(folder, userCount, itemCount, 64, 5);
    System.out.println("20 of " + itemCount + " items for each of " + userCount + " users");
    try (OnnxRecommender local = OnnxRecommender.open(bundle)) {
      List<String> users = local.users().ids();
      for (int repeat = 0; repeat < 2; repeat++) {
        timed("one machine, one thread: recommendAll", () -> answer(local, batches(users)));
        timed(
            "one machine, two threads: recommendAll",
            () -> answer(local, batches(users).parallel()));
        timed(
            "Spark: recommendForAllUsers",
            () -> {
              HardGNNSparkModel.of(bundle.toString())
                  .recommendForAllUsers(20)
                  .write()
                  .format("noop")
                  .mode("overwrite")
                  .save();
              return userCount;
            });
      }
    }
  }

  private static Stream<List<String>> batches(List<String> users) {
    return IntStream.rangeClosed(0, (users.size() - 1) / BATCH)
        .mapToObj(
            batch -> users.subList(batch * BATCH, Math.min(users.size(), (batch + 1) * BATCH)));
  }

  private static int answer(OnnxRecommender local, Stream<List<String>> batches) {
    return batches.mapToInt(users -> local.recommendAll(users, 20).size()).sum();
  }
}
