package io.hardgnn.examples;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommendation;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.listener.ProgressListener;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The whole way on MovieLens-1M: from events to recommendations, in minutes, with nothing to set
 * up.
 */
@Command(
    name = "Quickstart",
    sortOptions = false,
    description = {
      "Trains a recommender on MovieLens-1M with the default settings, measures it beside simpler ones, exports it",
      "to ONNX and asks it for recommendations."
    })
public final class Quickstart implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("hardgnn-out", "quickstart");

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Most epochs to train, for a shorter try.")
  private @Nullable Integer epochs;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "The user to recommend films to, ${DEFAULT-VALUE} unless given.")
  private String user = "1";

  @Spec private CommandSpec spec = CommandSpec.create();

  private Quickstart() {}

  /** How long the training may take, so that all of it ends within five minutes. */
  private static final Duration TIME = Duration.ofSeconds(210);

  /** Runs the program. */
  public static void main(String... args) {
    Cli.main(new Quickstart(), args);
  }

  static int run(String... args) {
    return Cli.run(new Quickstart(), args);
  }

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (epochs != null && epochs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--epochs must be at least 1, not " + epochs);
    }
    HardGNN hardGnn =
        (epochs == null ? HardGNN.builder() : HardGNN.builder().epochs(epochs)).build();
    Path folder = OutputFolder.prepare(out);
    Path picture = folder.resolve("training.png");
    Files.deleteIfExists(picture);
    HardGNNModel.requireWritable(folder.resolve("model"));
    OnnxExporter.requireWritable(folder.resolve("onnx"));

    title("1. Data: who watched what, and when");
    Dataset dataset = DatasetBuilder.of(MovieLens.read()).build();
    if (dataset.users().indexOf(user) < 0) {
      throw new IllegalArgumentException("--user: MovieLens-1M has no user '" + user + "'");
    }
    say(dataset.statistics().toTable());
    say("Each user's last film is kept for the test, the one before for choosing the best epoch.");

    title("2. Training, for three and a half minutes at most");
    FitOptions options =
        FitOptions.defaults().listener(ProgressListener.console()).timeBudget(TIME);
    try (HardGNNModel model = hardGnn.fit(dataset, options)) {
      model.save(folder.resolve("model"));

      title("3. Test: where the last film of each user ranks");
      EvaluationResult test = model.evaluate(dataset);
      say(Baselines.evaluate(dataset).beside("HardGNN", test).toTable());
      say(
          "Full ranking is among all films, sampled among 999 random ones: compare like with like.");
      draw(model, dataset, picture);

      OnnxExporter.export(model, folder.resolve("onnx"));
    }

    title("4. Serving: the exported model on ONNX Runtime");
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("onnx"))) {
      recommend(recommender);
    }

    title("Where everything is");
    say("the trained model      " + folder.resolve("model"));
    say("the ONNX bundle        " + folder.resolve("onnx"));
    if (Files.exists(picture)) {
      say("the training curve     " + picture);
    }
    say(
        String.format(
            Locale.ROOT,
            "%nAll of it took %.1f minutes and at most %,d MB of memory.",
            (System.nanoTime() - start) / 60e9,
            PeakMemory.megabytes()));
    return 0;
  }

  private void recommend(OnnxRecommender recommender) {
    List<String> history = recommender.history(user).items();
    List<String> newest = history.subList(Math.max(0, history.size() - 5), history.size());
    say("The newest films of user " + user + ", oldest first: " + String.join(", ", newest));
    say("Recommended to user " + user + ":");
    print(recommender.recommend(user, 10));
    String film = newest.get(newest.size() - 1);
    say("Films like " + film + ", the newest one:");
    print(recommender.similarItems(film, 5));
    say("For somebody new who watched " + String.join(" and ", newest.subList(0, 2)) + ":");
    print(recommender.recommendFor(newest.subList(0, 2), 5));
    say("The numbers are MovieLens ids: https://movielens.org/movies/" + film + " shows a film.");
  }

  private void print(List<Recommendation> films) {
    for (int place = 0; place < films.size(); place++) {
      Recommendation film = films.get(place);
      say(
          String.format(
              Locale.ROOT, "  %2d. film %-6s %8.4f", place + 1, film.item(), film.score()));
    }
    say("");
  }

  private void draw(HardGNNModel model, Dataset dataset, Path file) throws IOException {
    double baseline =
        Evaluator.builder()
            .protocols(Protocol.fullRanking())
            .build()
            .evaluate(ItemKnnRecommender.recent(dataset.training()), dataset.validation())
            .full()
            .ndcg(10);
    try {
      TrainingCurve.write(model.history(), model.parameters().bestEpoch(), baseline, file);
    } catch (RuntimeException | LinkageError | InternalError e) { // a JDK without fonts
      say("The training curve was not drawn: Java found no fonts, install fontconfig (" + e + ").");
    }
  }

  private void title(String text) {
    say("");
    say(text);
    say("-".repeat(text.length()));
  }

  private void say(String text) {
    PrintWriter console = spec.commandLine().getOut();
    console.println(text);
    console.flush();
  }
}
