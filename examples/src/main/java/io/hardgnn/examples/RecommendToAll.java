package io.hardgnn.examples;

import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.io.AtomicFiles;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Writes what an exported model recommends to each of its users, as CSV: a batch job for a night.
 *
 * <p>Users are asked for in blocks, which are computed side by side and written in the order of the
 * users. Few blocks are in memory at a time, however many users there are. The file is there as a
 * whole or not at all.
 */
@Command(
    name = "RecommendToAll",
    sortOptions = false,
    description = "Writes what an exported model recommends to each of its users, as CSV.")
public final class RecommendToAll implements Callable<Integer> {

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The exported model, such as DIR/onnx of TrainFromCsv.")
  private Path bundle = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, or to replace; compressed if its name ends with .gz.")
  private Path out = Path.of("");

  @Option(
      names = "--n",
      paramLabel = "N",
      description = "How many items for each user, ${DEFAULT-VALUE} unless given.")
  private int n = 20;

  @Option(
      names = "--block",
      paramLabel = "USERS",
      description = "How many users are computed together, ${DEFAULT-VALUE} unless given.")
  private int block = 1024;

  @Option(
      names = "--threads",
      paramLabel = "THREADS",
      description = "How many blocks are computed side by side; by default one per processor.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec = CommandSpec.create();

  RecommendToAll() {}

  /** Runs the program. */
  public static void main(String... args) {
    Cli.main(new RecommendToAll(), args);
  }

  static int run(String... args) {
    return Cli.run(new RecommendToAll(), args);
  }

  @Override
  public Integer call() {
    Cli.atLeast(spec, "--n", n, 1);
    Cli.atLeast(spec, "--block", block, 1);
    Cli.atLeast(spec, "--threads", threads, 1);
    long start = System.nanoTime();
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      List<String> users = recommender.users().ids();
      double opened = seconds(start);
      AtomicFiles.write(out, file -> write(recommender, users, file));
      double seconds = seconds(start) - opened;
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%,d users in %.1f s, %,.0f users/s (opened in %.1f s): %s%n",
              users.size(),
              seconds,
              users.size() / seconds,
              opened,
              out);
    }
    return 0;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void write(Recommender recommender, List<String> users, OutputStream file)
      throws IOException {
    boolean compressed = out.toString().endsWith(".gz");
    OutputStream bytes = compressed ? new GZIPOutputStream(file, 1 << 16) : file;
    Writer csv = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    csv.write("user,rank,item,score\n");
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Queue<Future<String>> underWay = new ArrayDeque<>();
      int next = 0;
      while (next < users.size() || !underWay.isEmpty()) {
        if (next < users.size() && underWay.size() <= threads) {
          List<String> some = users.subList(next, next + Math.min(block, users.size() - next));
          underWay.add(workers.submit(() -> rows(recommender, some)));
          next += some.size();
        } else {
          csv.write(result(underWay.remove()));
        }
      }
    } finally {
      workers.shutdownNow();
    }
    csv.flush();
    if (bytes instanceof GZIPOutputStream gzip) {
      gzip.finish();
    }
  }

  private static String result(Future<String> rows) throws IOException {
    try {
      return rows.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HardGNNException expected) {
        throw expected;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the thread was interrupted", e);
    }
  }

  private String rows(Recommender recommender, List<String> users) {
    List<Recommendations> answers =
        recommender.recommendAll(
            users.stream().map(user -> RecommendRequest.forUser(user).n(n)).toList());
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < answers.size(); i++) {
      String user = field(users.get(i));
      int rank = 1;
      for (Recommendation recommended : answers.get(i).items()) {
        rows.append(user).append(',').append(rank++).append(',');
        rows.append(field(recommended.item())).append(',').append(recommended.score());
        rows.append('\n');
      }
    }
    return rows.toString();
  }

  /** Returns an id as RFC 4180 has it: in quotes if it needs them. */
  static String field(String id) {
    boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
  }
}
