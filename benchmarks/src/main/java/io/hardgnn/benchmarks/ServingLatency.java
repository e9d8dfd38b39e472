package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.History;
import io.hardgnn.RecommendRequest;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Latencies;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.benchmarks.serving.BareProduct;
import io.hardgnn.blend.Blend;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Latency and throughput of a bundle: lookups, recommendations for known users and for histories.
 */
@Command(
    description =
        "Measures requests to an exported bundle whose model trained for one step (its shape is what matters): 5,000"
            + " users, histories of 50, ten items a request. Every caller is a thread that asks again as soon as it is answered.")
public final class ServingLatency extends Benchmark {

  private static final int N = 10;

  /** Latencies of a caller that are kept: some hundred thousand tell the percentiles. */
  private static final int MOST_KEPT = 1 << 19;

  private static final int PER_USER = 50;

  private static final int OPENINGS = 11;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "3700,50000,200000",
      description = "sizes of the catalogue, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> catalogues = List.of();

  @Option(
      names = "--callers",
      split = ",",
      defaultValue = "1,2,4",
      description = "threads, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> callers = List.of();

  @Option(
      names = "--blends",
      split = ",",
      defaultValue = "off,counts",
      description =
          "whether counted transitions are added to the scores, off or counts; default ${DEFAULT-VALUE}")
  private List<String> blends = List.of();

  @Option(
      names = "--bare",
      split = ",",
      description =
          "users at once, separated by commas, for which the bare product and its ten best, in blocks of 32 users or 32 MiB"
              + " of scores and all at once, are timed beside recommendAll, with one caller; none unless given")
  private List<Integer> bare = List.of();

  @Option(
      names = "--bare-threads",
      split = ",",
      defaultValue = "1",
      description = "threads of a request there, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> bareThreads = List.of();

  @Option(names = "--users", defaultValue = "5000", description = "default ${DEFAULT-VALUE}")
  private int users;

  @Option(
      names = "--embedding-dim",
      defaultValue = "64",
      description = "size of an embedding; default ${DEFAULT-VALUE}")
  private int embeddingDim;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "time of each measurement, after half of it to warm up; default 5")
  private double seconds;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new ServingLatency(), args);
  }

  /** One kind of request; says something of its answer, so that none is optimised away. */
  private interface Request {
    int ask(SplittableRandom random);
  }

  /** The latencies of one caller in nanoseconds, how long it asked, a sum over its answers. */
  private record Answers(Latencies latencies, double seconds, long sum) {
    double perSecond() {
      return latencies.count() == 0 ? 0 : latencies.count() / seconds;
    }
  }

  @Override
  protected Report measure() throws IOException, InterruptedException, ExecutionException {
    Report report = new Report();
    for (int items : catalogues) {
      for (String blend : blends) {
        measure(report, items, blend);
      }
    }
    return report;
  }

  private static Blend blend(String name) {
    return switch (name) {
      case "off" -> Blend.off();
      case "counts" -> Blend.off().transitionWeights(2.0).popularityWeights(0.2);
      default ->
          throw new IllegalArgumentException("--blends: off or counts expected, got " + name);
    };
  }

  private void measure(Report report, int items, String blend)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createTempDirectory("hardgnn-serving");
    try {
      progress("%d items, blend %s: making the bundle", items, blend);
      ResidualGraph encoder =
          new ResidualGraph().embeddingDim(embeddingDim).historyLength(PER_USER);
      HardGNN hardGnn = Models.oneStep(encoder, blend(blend)).build();
      Path bundle = folder.resolve("bundle");
      try (HardGNNModel model =
          hardGnn.fit(Generated.even(Math.max(users, items / PER_USER + 1), items, PER_USER, 7))) {
        OnnxExporter.export(model, bundle);
      }
      opening(report, bundle, items);
      if (!bare.isEmpty()) {
        for (int threads : bareThreads) {
          beside(report, bundle, blend, threads);
        }
      }
      try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
        measure(report, recommender, blend);
      }
    } finally {
      delete(folder);
    }
  }

  /** Times opening by turns with the verification of all files, which is a part of it. */
  private static void opening(Report report, Path bundle, int items) {
    double[] verified = new double[OPENINGS];
    double[] opened = new double[OPENINGS];
    for (int run = 0; run < OPENINGS; run++) {
      long begin = System.nanoTime();
      ArtifactDirectory.open(bundle, BundleFiles.FORMAT);
      verified[run] = secondsSince(begin);
      begin = System.nanoTime();
      OnnxRecommender recommender = OnnxRecommender.open(bundle);
      opened[run] = secondsSince(begin);
      recommender.close();
    }
    double all = 1e3 * median(opened);
    double sums = 1e3 * median(verified);
    report.row("items", items, "opened in ms", all, "verified", sums, "beyond", all - sums);
  }

  /** Times the bare product, in both its forms, and {@code recommendAll} by turns. */
  private void beside(Report report, Path bundle, String blend, int threads) throws IOException {
    InferenceOptions options = InferenceOptions.defaults().intraOpThreads(threads);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle, options)) {
      float[] table = table(recommender);
      for (int count : bare) {
        List<String> users =
            Stream.generate(recommender.users().ids()::stream)
                .flatMap(ids -> ids)
                .limit(count)
                .toList();
        try (BareProduct served =
                new BareProduct(
                    table, recommender.embeddingDim(), count, BareProduct.Form.asServed(threads));
            BareProduct atOnce =
                new BareProduct(
                    table, recommender.embeddingDim(), count, BareProduct.Form.atOnce(threads))) {
          beside(report, recommender, blend, threads, users, List.of(served, atOnce));
        }
      }
    }
  }

  private static float[] table(OnnxRecommender recommender) {
    int dim = recommender.embeddingDim();
    List<String> ids = recommender.items().ids();
    float[] table = new float[ids.size() * dim];
    for (int item = 0; item < ids.size(); item++) {
      float[] row = recommender.itemEmbedding(ids.get(item)).orElseThrow();
      System.arraycopy(row, 0, table, item * dim, dim);
    }
    return table;
  }

  private void beside(
      Report report,
      OnnxRecommender recommender,
      String blend,
      int threads,
      List<String> users,
      List<BareProduct> products) {
    List<RecommendRequest> requests =
        users.stream().map(user -> RecommendRequest.forUser(user).n(N)).toList();
    float[][] embeddings =
        users.stream()
            .map(user -> recommender.userEmbedding(user).orElseThrow())
            .toArray(float[][]::new);
    List<IntSupplier> ways = new ArrayList<>();
    products.forEach(product -> ways.add(() -> product.top(embeddings, N).length));
    ways.add(() -> recommender.recommendAll(requests).size());
    List<List<Double>> times =
        ways.stream().map(way -> (List<Double>) new ArrayList<Double>()).toList();
    long end = System.nanoTime() + (long) (3 * seconds * 1e9);
    for (int turn = 0; turn < 8 || System.nanoTime() < end; turn++) {
      for (int way = 0; way < ways.size(); way++) {
        long begin = System.nanoTime();
        int found = ways.get(way).getAsInt();
        if (found != users.size()) {
          throw new IllegalStateException(users.size() + " users asked for, " + found + " answers");
        }
        if (turn >= 4) { // the first ones warm up
          times.get(way).add(1e6 * secondsSince(begin));
        }
      }
    }
    double[] medians =
        times.stream()
            .mapToDouble(of -> median(of.stream().mapToDouble(Double::doubleValue).toArray()))
            .toArray();
    report.row(
        "items",
        recommender.items().size(),
        "blend",
        blend,
        "threads of a request",
        threads,
        "users at once",
        users.size(),
        "bare product in blocks us",
        medians[0],
        "at once us",
        medians[1],
        "recommendAll us",
        medians[2],
        "ratio to blocks",
        medians[2] / medians[0],
        "to at once",
        medians[2] / medians[1],
        "turns",
        times.get(0).size());
  }

  private void measure(Report report, OnnxRecommender recommender, String blend)
      throws InterruptedException, ExecutionException {
    List<String> userIds = List.copyOf(recommender.users().ids()); // the caller's strings
    List<String> itemIds = List.copyOf(recommender.items().ids());
    List<History> histories = userIds.stream().limit(500).map(recommender::history).toList();
    for (int threads : callers) {
      row(
          report,
          recommender,
          blend,
          "userEmbedding",
          threads,
          random -> recommender.userEmbedding(any(userIds, random)).orElseThrow().length);
      row(
          report,
          recommender,
          blend,
          "itemEmbedding",
          threads,
          random -> recommender.itemEmbedding(any(itemIds, random)).orElseThrow().length);
      ThreadLocal<float[]> own = ThreadLocal.withInitial(() -> new float[embeddingDim]);
      row(
          report,
          recommender,
          blend,
          "itemEmbedding, own array",
          threads,
          random -> recommender.itemEmbedding(any(itemIds, random), own.get()) ? 1 : 0);
      row(
          report,
          recommender,
          blend,
          "recommend",
          threads,
          random -> recommender.recommend(any(userIds, random), N).size());
      row(
          report,
          recommender,
          blend,
          "recommendFor",
          threads,
          random -> recommender.recommendFor(any(histories, random), N).size());
      row(
          report,
          recommender,
          blend,
          "recommendAll, 32 users",
          threads,
          random ->
              recommender
                  .recommendAll(Stream.generate(() -> any(userIds, random)).limit(32).toList(), N)
                  .size());
    }
  }

  private static <T> T any(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }

  private void row(
      Report report,
      OnnxRecommender recommender,
      String blend,
      String name,
      int threads,
      Request request)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Answers>> running = new ArrayList<>();
      for (int caller = 0; caller < threads; caller++) {
        SplittableRandom random = new SplittableRandom(caller);
        running.add(pool.submit(() -> ask(request, random)));
      }
      long sum = 0;
      long requests = 0;
      double perSecond = 0;
      List<long[]> all = new ArrayList<>();
      for (Future<Answers> caller : running) {
        all.add(caller.get().latencies().kept());
        requests += caller.get().latencies().count();
        perSecond += caller.get().perSecond();
        sum += caller.get().sum();
      }
      long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      if (requests == 0 || sum == 0) {
        throw new IllegalStateException(
            name + " was not answered once in " + seconds + " s; give --seconds more");
      }
      report.row(
          "items",
          recommender.items().size(),
          "blend",
          blend,
          "request",
          name,
          "callers",
          threads,
          "p50 us",
          nanos[nanos.length / 2] / 1e3,
          "p99 us",
          nanos[(int) (nanos.length * 0.99)] / 1e3,
          "requests/s",
          perSecond,
          "requests",
          requests);
    } finally {
      pool.shutdownNow();
    }
  }

  private Answers ask(Request request, SplittableRandom random) {
    long sum = 0;
    long start = System.nanoTime() + (long) (seconds * 0.5e9);
    while (System.nanoTime() < start) {
      sum += request.ask(random);
    }
    Latencies latencies = new Latencies(MOST_KEPT);
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    long before = begin;
    while (before < end) {
      sum += request.ask(random);
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return new Answers(latencies, (before - begin) / 1e9, sum); // with the one that ran over
  }
}
