package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGnnModel;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Full ranking of all users, beside scoring one pair at a time. */
@Command(
    description = {
      "Measures the full ranking of all users by a model that trained for one step (its shape is what matters).",
      "",
      "Evaluator           blocks of users against all items; median of the runs after one that does not count",
      "one user at a time  the same with blocks of one user",
      "pairs: the model    the model run for each user and item; a sample of pairs, scaled to all",
      "pairs: a product    embeddings at hand, an inner product in Java for each user and item, then the rank; a sample of",
      "                    users, scaled to all. Leaves out the work of embedding the user"
    })
public final class EvaluationSpeed extends Benchmark {

  private static final int DIM = 64;

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "ml-1m,yelp2020",
      description = "names or files, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--settings",
      defaultValue = "default",
      description = "default or paper; default ${DEFAULT-VALUE}")
  private String settings = "";

  @Option(names = "--runs", defaultValue = "3", description = "runs that count; default 3")
  private int runs;

  @Option(
      names = "--pairs",
      defaultValue = "2000",
      description = "sample of pairs for the model; default 2000")
  private int pairs;

  @Option(
      names = "--product-users",
      defaultValue = "500",
      description = "sample of users for products; default 500")
  private int productUsers;

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new EvaluationSpeed(), args);
  }

  @Override
  Report measure() throws IOException {
    Report report = new Report();
    for (String set : sets) {
      Dataset dataset = SharedData.load(dataDir, set);
      progress("%s: %d users, %d items", set, dataset.users().size(), dataset.items().size());
      HardGNN.Builder builder =
          switch (settings) {
            case "default" -> HardGNN.builder();
            case "paper" -> Models.paper();
            default ->
                throw new IllegalArgumentException(
                    "--settings is default or paper, not '" + settings + "'");
          };
      builder.embeddingDim(DIM).epochs(1).usersPerEpoch(64).batchSize(64).validationUsers(64);
      try (HardGnnModel model = builder.build().fit(dataset)) {
        compare(report, set, model, dataset.test());
      }
    }
    return report;
  }

  private void compare(Report report, String set, HardGnnModel model, HeldOut test)
      throws IOException {
    double blocked = evaluate(model, test, Evaluator.builder());
    double single = evaluate(model, test, Evaluator.builder().blockSize(1));
    double all = (double) evaluated(test) * test.itemCount();
    row(report, set, test, "Evaluator", blocked, blocked);
    row(report, set, test, "one user at a time", single, blocked);
    row(report, set, test, "pairs: the model", all * modelSecondsPerPair(model, test), blocked);
    row(report, set, test, "pairs: a product", all * productSecondsPerPair(test), blocked);
  }

  private static void row(
      Report report, String set, HeldOut test, String way, double seconds, double blocked)
      throws IOException {
    report.row(
        "set", set,
        "users", evaluated(test),
        "items", test.itemCount(),
        "way", way,
        "seconds", seconds,
        "times the Evaluator", seconds / blocked,
        "peak RSS MiB", Machine.peakMegabytes());
  }

  private static int evaluated(HeldOut test) {
    int users = 0;
    for (int user = 0; user < test.userCount(); user++) {
      users += test.target(user) >= 0 ? 1 : 0;
    }
    return users;
  }

  private double evaluate(HardGnnModel model, HeldOut test, Evaluator.Builder builder) {
    Evaluator evaluator = builder.protocols(Protocol.fullRanking()).build();
    double[] seconds = new double[runs];
    for (int run = -1; run < runs; run++) {
      long start = System.nanoTime();
      EvaluationResult result = model.evaluate(test, evaluator);
      if (run >= 0) {
        seconds[run] = secondsSince(start);
        progress("  %d users in %.2f s", result.users(), seconds[run]);
      }
    }
    return median(seconds);
  }

  private double modelSecondsPerPair(HardGnnModel model, HeldOut test) {
    SplittableRandom random = new SplittableRandom(3);
    try (PairScorer scorer = new PairScorer(model)) {
      float sum = 0;
      long start = 0;
      for (int i = -Math.max(20, pairs / 10); i < pairs; i++) {
        if (i == 0) {
          start = System.nanoTime();
        }
        sum +=
            scorer.score(
                test, random.nextInt(test.userCount()), random.nextInt(test.itemCount()));
      }
      double seconds = secondsSince(start) / pairs;
      progress("  one pair by the model: %.1f us (sum of scores %s)", 1e6 * seconds, sum);
      return seconds;
    }
  }

  private double productSecondsPerPair(HeldOut test) {
    SplittableRandom random = new SplittableRandom(4);
    int items = test.itemCount();
    float[] table = new float[items * DIM];
    for (int i = 0; i < table.length; i++) {
      table[i] = random.nextFloat() - 0.5f;
    }
    long ranks = 0;
    long start = 0;
    for (int i = -productUsers; i < productUsers; i++) {
      if (i == 0) {
        start = System.nanoTime();
      }
      int user = random.nextInt(items) * DIM; // some vector: any will do
      float target = product(table, user, random.nextInt(items) * DIM);
      for (int item = 0; item < items; item++) {
        ranks += product(table, user, item * DIM) >= target ? 1 : 0;
      }
    }
    double seconds = secondsSince(start) / productUsers / items;
    progress("  one pair by a product: %.1f ns (sum of ranks %d)", 1e9 * seconds, ranks);
    return seconds;
  }

  private static float product(float[] table, int a, int b) {
    float sum = 0;
    for (int i = 0; i < DIM; i++) {
      sum += table[a + i] * table[b + i];
    }
    return sum;
  }
}
