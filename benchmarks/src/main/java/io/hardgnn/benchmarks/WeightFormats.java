package io.hardgnn.benchmarks;

import static java.util.Objects.requireNonNull;

import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommendation;
import io.hardgnn.UserRecommendations;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.Objective;
import io.hardgnn.onnx.ExportOptions;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Size, latency and recall of the formats in which item embeddings are stored for scoring. */
@Command(
    description =
        "Exports one model in each format of the item embeddings and asks the bundles in turn, for one user and for 32. The"
            + " models are drawn: embeddings of normal numbers, the hardest for rounding. A trained one is measured too where --model names it.")
public final class WeightFormats extends Benchmark {

  private static final int N = 10;
  private static final int USERS = 512;
  private static final int TOGETHER = 32;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "50000,200000",
      description = "sizes of the catalogue, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> catalogues = List.of();

  @Option(
      names = "--embedding-dims",
      split = ",",
      defaultValue = "64,128",
      description = "sizes of an embedding, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> dims = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "time of each comparison, after half of it to warm up; default 10")
  private double seconds;

  @Option(names = "--model", paramLabel = "DIR", description = "a saved model, measured too")
  private @Nullable Path model;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new WeightFormats(), args);
  }

  /** Writes a bundle in a format. */
  private interface Export {
    void to(Path bundle, ExportOptions options);
  }

  @Override
  protected Report measure() throws IOException {
    Report report = new Report();
    for (int dim : dims) {
      for (int items : catalogues) {
        OnnxExporter.Source source = drawn(items, dim);
        compare(report, "drawn", (bundle, options) -> OnnxExporter.export(source, bundle, options));
      }
    }
    if (model != null) {
      try (HardGNNModel trained = HardGNNModel.load(model)) {
        compare(
            report, "trained", (bundle, options) -> OnnxExporter.export(trained, bundle, options));
      }
    }
    return report;
  }

  /** Returns a model of users and items alone whose numbers are drawn, with a bias per item. */
  private static OnnxExporter.Source drawn(int items, int dim) {
    SplittableRandom random = new SplittableRandom(items + dim);
    ModelDefinition definition =
        ModelDefinition.of(
            new MatrixFactorization().embeddingDim(dim),
            new Scoring.DotWithBias(),
            new Objective(new Targets.EveryInteraction(), new BayesianPersonalizedRanking()),
            USERS,
            new float[items]);
    int[] offsets = IntStream.rangeClosed(0, USERS).toArray();
    int[] histories = random.ints(USERS, 0, items).toArray();
    return new OnnxExporter.Source(
        definition,
        Map.of(Prediction.ITEM_BIAS, HostTensor.of(normal(random, items), items)),
        HostTensor.of(normal(random, items * dim), items, dim),
        HostTensor.of(normal(random, USERS * dim), USERS, dim),
        ids("u", USERS),
        ids("i", items),
        new Sequences(offsets, histories, new long[USERS], items),
        Map.of(),
        Blend.off());
  }

  private static float[] normal(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Vocabulary ids(String prefix, int count) {
    return Vocabulary.of(IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
  }

  private void compare(Report report, String name, Export export) throws IOException {
    Path folder = Files.createTempDirectory("hardgnn-formats");
    Map<WeightFormat, OnnxRecommender> open = new EnumMap<>(WeightFormat.class);
    Map<WeightFormat, Double> megabytes = new EnumMap<>(WeightFormat.class);
    try {
      for (WeightFormat format : WeightFormat.values()) {
        progress("%s: exporting %s", name, format.label());
        Path bundle = folder.resolve(format.label());
        export.to(bundle, ExportOptions.defaults().weights(format));
        megabytes.put(format, size(bundle) / 1e6);
        open.put(format, OnnxRecommender.open(bundle));
      }
      compare(report, name, open, megabytes);
    } finally {
      open.values().forEach(OnnxRecommender::close);
      delete(folder);
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private void compare(
      Report report,
      String name,
      Map<WeightFormat, OnnxRecommender> open,
      Map<WeightFormat, Double> megabytes) {
    OnnxRecommender exact = requireNonNull(open.get(WeightFormat.FLOAT32));
    List<String> users = exact.users().ids().stream().limit(USERS).toList();
    Map<WeightFormat, Double> alone =
        millis(open, users, recommender -> user -> recommender.recommend(user.get(0), N).size());
    Map<WeightFormat, Double> together =
        millis(open, users, recommender -> block -> recommender.recommendAll(block, N).size());
    UserRecommendations expected = exact.recommendAll(users, N);
    open.forEach(
        (format, recommender) ->
            report.row(
                "model",
                name,
                "items",
                recommender.items().size(),
                "d",
                recommender.embeddingDim(),
                "format",
                format.label(),
                "bundle MB",
                requireNonNull(megabytes.get(format)),
                "one user ms",
                requireNonNull(alone.get(format)),
                TOGETHER + " users ms",
                requireNonNull(together.get(format)),
                "recall@" + N,
                recall(expected, recommender.recommendAll(users, N))));
  }

  /** Asks the bundles in turn and returns the median time of each. */
  private Map<WeightFormat, Double> millis(
      Map<WeightFormat, OnnxRecommender> open,
      List<String> users,
      Function<OnnxRecommender, Function<List<String>, Integer>> request) {
    SplittableRandom random = new SplittableRandom(1);
    Map<WeightFormat, List<Double>> times = new EnumMap<>(WeightFormat.class);
    long begin = System.nanoTime();
    while (secondsSince(begin) < 1.5 * seconds) {
      boolean warm = secondsSince(begin) > 0.5 * seconds;
      int first = random.nextInt(users.size() - TOGETHER + 1);
      List<String> block = users.subList(first, first + TOGETHER);
      open.forEach(
          (format, recommender) -> {
            long before = System.nanoTime();
            if (request.apply(recommender).apply(block) == 0) {
              throw new IllegalStateException("a request was answered with nothing");
            }
            double time = 1e3 * secondsSince(before);
            if (warm) {
              times.computeIfAbsent(format, any -> new ArrayList<>()).add(time);
            }
          });
    }
    Map<WeightFormat, Double> medians = new EnumMap<>(WeightFormat.class);
    times.forEach(
        (format, all) ->
            medians.put(format, median(all.stream().mapToDouble(Double::doubleValue).toArray())));
    return medians;
  }

  private static double recall(UserRecommendations expected, UserRecommendations given) {
    int found = 0;
    int all = 0;
    for (Map.Entry<String, List<Recommendation>> user : expected.entrySet()) {
      Set<String> items = new HashSet<>();
      given.getOrDefault(user.getKey(), List.of()).forEach(one -> items.add(one.item()));
      for (Recommendation one : user.getValue()) {
        all++;
        found += items.contains(one.item()) ? 1 : 0;
      }
    }
    return (double) found / all;
  }
}
