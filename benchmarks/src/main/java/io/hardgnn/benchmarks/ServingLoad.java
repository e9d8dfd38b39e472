package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.LimitedRecommender;
import io.hardgnn.Recommender;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.benchmarks.serving.LoadCaller;
import io.hardgnn.benchmarks.serving.ProcessState;
import io.hardgnn.benchmarks.serving.Witnesses;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.ReloadingRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many callers for a long time, while bundles are exchanged and refreshed. */
@Command(
    description = {
      "Serves generated data to many callers with mixed requests, while the bundle is exchanged over"
          + " and over: by the export of",
      "another model, and by a refresh with newer events. Three quarters of the callers ask the"
          + " recommender itself, the others one that is",
      "limited to two requests at a time, eight that wait and 100 ms. Ends with code 1 if anything but"
          + " a refusal of the limited one was",
      "thrown, or an answer is not of one of the bundles. Then opens and closes a bundle many times."
    })
public final class ServingLoad extends Benchmark {

  private static final int PER_USER = 20;
  private static final int WITNESSES = 40;
  private static final int SAMPLES = 20;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "time under load; default ${DEFAULT-VALUE}")
  private double minutes;

  @Option(names = "--callers", defaultValue = "64", description = "default ${DEFAULT-VALUE}")
  private int callers;

  @Option(names = "--items", defaultValue = "10000", description = "default ${DEFAULT-VALUE}")
  private int items;

  @Option(names = "--users", defaultValue = "5000", description = "default ${DEFAULT-VALUE}")
  private int users;

  @Option(
      names = "--swap-seconds",
      defaultValue = "3",
      description = "pause between two exchanges; default ${DEFAULT-VALUE}")
  private double swapSeconds;

  @Option(
      names = "--cycles",
      defaultValue = "1000",
      description = "times that a bundle is opened and closed; default ${DEFAULT-VALUE}")
  private int cycles;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new ServingLoad(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException, ExecutionException {
    Report report = new Report();
    Path folder = Files.createTempDirectory("hardgnn-load");
    try {
      long wrong = load(report, folder);
      cycles(report, folder.resolve("one"));
      return wrong == 0
          ? report
          : report.failed(wrong + " requests failed or were answered wrongly");
    } finally {
      delete(folder);
    }
  }

  private static void export(Dataset data, long seed, Path bundle) {
    HardGNN hardGnn =
        Models.oneStep(
                new ResidualGraph().embeddingDim(64).historyLength(PER_USER),
                Blend.off().transitionWeights(2.0).popularityWeights(0.2))
            .seed(seed)
            .build();
    try (HardGNNModel model = hardGnn.fit(data)) {
      OnnxExporter.export(model, bundle);
    }
  }

  private long load(Report report, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    Dataset data = Generated.even(users, items, PER_USER, 7);
    progress("making two bundles");
    List<Path> made = List.of(folder.resolve("one"), folder.resolve("two"));
    export(data, 1, made.get(0));
    export(data, 2, made.get(1));
    Path served = folder.resolve("served");
    InteractionLog nothing = InteractionLog.builder().build();
    BundleRefresher.defaults().refresh(made.get(0), nothing, served);
    List<String> userIds = List.copyOf(data.users().ids());
    List<String> others = userIds.subList(WITNESSES, userIds.size());
    List<String> itemIds = List.copyOf(data.items().ids());
    Witnesses witnesses = new Witnesses(userIds.subList(0, WITNESSES));
    expect(witnesses, served);
    AtomicBoolean over = new AtomicBoolean();
    List<LoadCaller> all = new ArrayList<>();
    ExecutorService pool = Executors.newCachedThreadPool();
    try (ReloadingRecommender shop = ReloadingRecommender.open(served)) {
      Recommender limited = LimitedRecommender.of(shop, 2, 8).timeout(Duration.ofMillis(100));
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        Recommender asked = caller % 4 == 3 ? limited : shop;
        LoadCaller one = new LoadCaller(asked, witnesses, others, itemIds, caller);
        all.add(one);
        running.add(pool.submit(() -> one.run(() -> !over.get())));
      }
      Swaps swaps =
          new Swaps(made, served, folder.resolve("next"), witnesses, others, itemIds, end(shop));
      Future<?> swapping = pool.submit(() -> swaps.run(shop, over));
      watch(report, swaps);
      over.set(true);
      for (Future<?> caller : running) {
        caller.get();
      }
      swapping.get();
      return summary(report, all, swaps);
    } finally {
      over.set(true);
      pool.shutdownNow();
    }
  }

  /** Returns the end of the data in epoch milliseconds. */
  private static long end(Recommender recommender) {
    return Instant.parse(
            Objects.requireNonNull(recommender.info().provenance().get("data_end"), "data_end"))
        .toEpochMilli();
  }

  private static void expect(Witnesses witnesses, Path bundle) {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      witnesses.expect(recommender);
    }
  }

  private void watch(Report report, Swaps swaps) throws InterruptedException {
    long begin = System.nanoTime();
    double seconds = minutes * 60;
    for (int sample = 1; sample <= SAMPLES; sample++) {
      double due = seconds * sample / SAMPLES;
      Thread.sleep((long) Math.max(0, 1e3 * (due - secondsSince(begin))));
      ProcessState state = ProcessState.now();
      report.row(
          "after s",
          due,
          "resident MiB",
          state.residentMiB(),
          "of it not files",
          state.anonymousMiB(),
          "Java heap",
          state.heapMiB(),
          "descriptors",
          state.descriptors(),
          "threads",
          state.threads(),
          "other models",
          swaps.exchanges,
          "refreshes",
          swaps.refreshes);
    }
  }

  private static long summary(Report report, List<LoadCaller> callers, Swaps swaps) {
    Map<String, Long> errors = new TreeMap<>(swaps.errors);
    Map<String, Long> refusals = new TreeMap<>();
    long mixed = 0;
    for (LoadCaller caller : callers) {
      caller.errors().forEach((error, count) -> errors.merge(error, count, Long::sum));
      caller.refusals().forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
      mixed += caller.mixed();
    }
    Histogram every = new Histogram(3);
    for (LoadCaller.Kind kind : LoadCaller.Kind.values()) {
      Histogram of = new Histogram(3);
      callers.forEach(caller -> of.add(caller.nanos(kind)));
      every.add(of);
      row(report, kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), of);
    }
    row(report, "all", every);
    long failed = errors.values().stream().mapToLong(Long::longValue).sum();
    report.note(
        "refused by the limited recommender: "
            + refusals
            + "; answers that no bundle gives: "
            + mixed
            + "; errors: "
            + errors
            + "; swaps: "
            + (swaps.exchanges + swaps.refreshes));
    return failed + mixed;
  }

  private static void row(Report report, String name, Histogram nanos) {
    report.row(
        "request",
        name,
        "answered",
        nanos.getTotalCount(),
        "p50 ms",
        nanos.getValueAtPercentile(50) / 1e6,
        "p99 ms",
        nanos.getValueAtPercentile(99) / 1e6,
        "p99.9 ms",
        nanos.getValueAtPercentile(99.9) / 1e6,
        "longest ms",
        nanos.getMaxValue() / 1e6);
  }

  private void cycles(Report report, Path bundle) {
    for (int cycle = 1; cycle <= cycles; cycle++) {
      try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
        recommender.recommend(recommender.users().id(cycle % users), 10);
      }
      if (cycle == cycles / 10 || cycle % Math.max(1, cycles / 5) == 0) {
        System.gc();
        ProcessState state = ProcessState.now();
        report.row(
            "opened and closed",
            cycle,
            "resident MiB",
            state.residentMiB(),
            "of it not files",
            state.anonymousMiB(),
            "Java heap",
            state.heapMiB(),
            "descriptors",
            state.descriptors());
      }
    }
  }

  /** Exchanges the bundle that is served. */
  private final class Swaps {
    private final List<Path> made;
    private final Path served;
    private final Path next;
    private final Witnesses witnesses;
    private final List<String> userIds;
    private final List<String> itemIds;
    private final long end;
    private final Map<String, Long> errors = new TreeMap<>();
    private volatile int exchanges;
    private volatile int refreshes;

    Swaps(
        List<Path> made,
        Path served,
        Path next,
        Witnesses witnesses,
        List<String> userIds,
        List<String> itemIds,
        long end) {
      this.made = made;
      this.served = served;
      this.next = next;
      this.witnesses = witnesses;
      this.userIds = userIds;
      this.itemIds = itemIds;
      this.end = end;
    }

    void run(ReloadingRecommender shop, AtomicBoolean over) {
      SplittableRandom random = new SplittableRandom(5);
      for (int swap = 0; !over.get(); swap++) {
        try {
          Thread.sleep((long) (1e3 * swapSeconds));
          boolean newer = swap % 2 == 1;
          InteractionLog events = newer ? events(random) : InteractionLog.builder().build();
          Path from = made.get(swap / 2 % 2);
          BundleRefresher refresher = BundleRefresher.defaults().itemInteractions(1);
          // The same twice: what it will answer is kept before it is served.
          refresher.propagate(newer).refresh(from, events, next);
          expect(witnesses, next);
          refresher.propagate(newer).refresh(from, events, served);
          shop.reload();
          if (newer) {
            refreshes++;
          } else {
            exchanges++;
          }
        } catch (InterruptedException e) {
          return;
        } catch (RuntimeException | Error e) {
          errors.merge(String.valueOf(e), 1L, Long::sum);
        }
      }
    }

    private InteractionLog events(SplittableRandom random) {
      InteractionLog.Builder log = InteractionLog.builder();
      for (int event = 0; event < 2000; event++) {
        String user =
            random.nextInt(20) == 0
                ? "new " + random.nextInt(50)
                : userIds.get(random.nextInt(userIds.size()));
        String item =
            random.nextInt(50) == 0
                ? "fresh " + random.nextInt(20)
                : itemIds.get(random.nextInt(itemIds.size()));
        log.add(user, item, end + 1 + event);
      }
      return log.build();
    }
  }
}
