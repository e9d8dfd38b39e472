package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.benchmarks.plain.PairScorer;
import io.hardgnn.benchmarks.plain.TableScorer;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Full ranking of all users, beside scoring one pair at a time. */
@Command(
    description = {
      "Measures the full ranking of all users by a model that trained for one step (its shape is what matters).",
      "",
      "model, blocks      blocks of users are embedded and multiplied with all items: what fit and evaluate do",
      "model, users       the same with blocks of one user",
      "model, pairs       the model run for each user and item; a sample of pairs, scaled to all",
      "products, blocks   users' embeddings at hand: the Evaluator over one product of a block and all items",
      "products, pairs    users' embeddings at hand: an inner product in Java for each user and item, and the rank on one",
      "                   thread; a sample of users, scaled to all",
      "",
      "Each way is compared with the blocks of its kind. Medians of the runs after one that does not count."
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
  protected Report measure() throws IOException {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
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
      builder
          .embeddingDim(DIM)
          .epochs(1)
          .training(
              run ->
                  run.usersPerEpoch(64)
                      .batchSize(64)
                      .stopping(stopping -> stopping.validationUsers(64)));
      try (HardGNNModel model = builder.build().fit(dataset)) {
        compare(report, set, model, dataset.test());
      }
    }
    return report;
  }

  private void compare(Report report, String set, HardGNNModel model, HeldOut test)
      throws IOException {
    double blocks = evaluate(full(), evaluator -> model.evaluate(test, evaluator));
    row(report, set, test, "model, blocks", blocks, blocks);
    Evaluator.Builder single = full().blockSize(1);
    row(
        report,
        set,
        test,
        "model, users",
        evaluate(single, evaluator -> model.evaluate(test, evaluator)),
        blocks);
    double all = (double) evaluated(test) * test.itemCount();
    row(report, set, test, "model, pairs", all * modelSecondsPerPair(model, test), blocks);
    float[] users = random(test.userCount());
    float[] items = random(test.itemCount());
    double products;
    try (TableScorer scorer = new TableScorer(users, items, DIM)) {
      products = evaluate(full(), evaluator -> evaluator.evaluate(scorer, test));
    }
    row(report, set, test, "products, blocks", products, products);
    double pair = productSecondsPerPair(users, items);
    row(report, set, test, "products, pairs", all * pair, products);
  }

  private static Evaluator.Builder full() {
    return Evaluator.builder().protocols(Protocol.fullRanking());
  }

  private static float[] random(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    float[] table = new float[rows * DIM];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) random.nextDouble() - 0.5f;
    }
    return table;
  }

  private static void row(
      Report report, String set, HeldOut test, String way, double seconds, double blocks)
      throws IOException {
    report.row(
        "set",
        set,
        "users",
        evaluated(test),
        "items",
        test.itemCount(),
        "way",
        way,
        "seconds",
        seconds,
        "times its blocks",
        seconds / blocks,
        "peak RSS MiB",
        Machine.peakMegabytes());
  }

  private static int evaluated(HeldOut test) {
    int users = 0;
    for (int user = 0; user < test.userCount(); user++) {
      users += test.target(user) >= 0 ? 1 : 0;
    }
    return users;
  }

  private double evaluate(
      Evaluator.Builder builder, Function<Evaluator, EvaluationResult> evaluation) {
    Evaluator evaluator = builder.build();
    double[] seconds = new double[runs];
    for (int run = -1; run < runs; run++) {
      long start = System.nanoTime();
      EvaluationResult result = evaluation.apply(evaluator);
      if (run >= 0) {
        seconds[run] = secondsSince(start);
        progress("  %d users in %.2f s", result.users(), seconds[run]);
      }
    }
    return median(seconds);
  }

  private double modelSecondsPerPair(HardGNNModel model, HeldOut test) {
    SplittableRandom random = new SplittableRandom(3);
    try (PairScorer scorer = new PairScorer(model)) {
      float sum = 0;
      long start = 0;
      for (int i = -Math.max(20, pairs / 10); i < pairs; i++) {
        if (i == 0) {
          start = System.nanoTime();
        }
        sum +=
            scorer.score(test, random.nextInt(test.userCount()), random.nextInt(test.itemCount()));
      }
      double seconds = secondsSince(start) / pairs;
      progress("  one pair by the model: %.1f us (sum of scores %s)", 1e6 * seconds, sum);
      return seconds;
    }
  }

  private double productSecondsPerPair(float[] users, float[] items) {
    SplittableRandom random = new SplittableRandom(4);
    int userCount = users.length / DIM;
    int itemCount = items.length / DIM;
    long ranks = 0;
    long start = 0;
    for (int i = -productUsers; i < productUsers; i++) {
      if (i == 0) {
        start = System.nanoTime();
      }
      int user = random.nextInt(userCount) * DIM;
      float target = product(users, user, items, random.nextInt(itemCount) * DIM);
      for (int item = 0; item < itemCount; item++) {
        ranks += product(users, user, items, item * DIM) >= target ? 1 : 0;
      }
    }
    double seconds = secondsSince(start) / productUsers / itemCount;
    progress("  one pair by a product: %.1f ns (sum of ranks %d)", 1e9 * seconds, ranks);
    return seconds;
  }

  private static float product(float[] users, int user, float[] items, int item) {
    float sum = 0;
    for (int i = 0; i < DIM; i++) {
      sum += users[user + i] * items[item + i];
    }
    return sum;
  }
}
