package io.hardgnn.examples;

import io.hardgnn.examples.service.TrainingPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a training run on a page that follows its log, until the process is ended. */
@Command(
    name = "WatchTraining",
    sortOptions = false,
    description = "Shows a training run on a page that follows its log.")
public final class WatchTraining implements Callable<Integer> {

  @Option(
      names = "--log",
      required = true,
      paramLabel = "FILE",
      description = "The log, such as DIR/training.jsonl of TrainFromCsv; it may come later.")
  private Path log = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Where to listen, ${DEFAULT-VALUE} unless given: this machine alone. Anybody who reaches"
              + " the address sees the log.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen at, ${DEFAULT-VALUE} unless given; 0 is any.")
  private int port = 8081;

  @Spec private CommandSpec spec = CommandSpec.create();

  private WatchTraining() {}

  /** Runs the program. */
  public static void main(String... args) {
    Cli.limitRequestTime();
    Cli.main(new WatchTraining(), args);
  }

  static int run(String... args) {
    return Cli.run(new WatchTraining(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Cli.range(spec, "--port", port, 0, 65_535);
    try (TrainingPage page = TrainingPage.open(log, host, port)) {
      spec.commandLine().getOut().println(page.url() + " shows " + log + "; Ctrl+C ends it");
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
