package io.hardgnn.examples;

import io.hardgnn.examples.service.RecommenderService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves an exported model over HTTP, with a page to explore it, until the process is ended. */
@Command(
    name = "ServeOverHttp",
    sortOptions = false,
    description = "Serves an exported model over HTTP, with a page to explore it.")
public final class ServeOverHttp implements Callable<Integer> {

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The exported model, such as DIR/onnx of TrainFromCsv.")
  private Path bundle = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Where to listen, ${DEFAULT-VALUE} unless given: this machine alone. Anybody who reaches"
              + " the address may ask.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen at, ${DEFAULT-VALUE} unless given; 0 is any.")
  private int port = 8080;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "Titles of items: lines of an id, a tab and a title.")
  private Path titles = Path.of("");

  @Option(
      names = "--concurrent",
      paramLabel = "REQUESTS",
      description = "Requests computed at a time; by default one per processor.")
  private int concurrent = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--waiting",
      paramLabel = "REQUESTS",
      description =
          "Requests that may wait, for recommendations, for searches and for reasons each, ${DEFAULT-VALUE} unless given; one more gets a 503.")
  private int waiting = 100;

  @Option(
      names = "--timeout",
      paramLabel = "MS",
      description = "How long one waits before it gets a 503, ${DEFAULT-VALUE} unless given.")
  private int timeout = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ServeOverHttp() {}

  /** Runs the program. */
  public static void main(String... args) {
    Cli.limitRequestTime();
    Cli.main(new ServeOverHttp(), args);
  }

  static int run(String... args) {
    return Cli.run(new ServeOverHttp(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Cli.range(spec, "--port", port, 0, 65_535);
    Cli.range(spec, "--concurrent", concurrent, 1, 4096);
    Cli.range(spec, "--waiting", waiting, 0, 4096);
    Cli.range(spec, "--timeout", timeout, 1, 600_000);
    RecommenderService.Settings settings =
        new RecommenderService.Settings(
            bundle,
            host,
            port,
            titles,
            concurrent,
            waiting,
            Duration.ofMillis(timeout),
            Duration.ofSeconds(10));
    RecommenderService service = RecommenderService.open(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    spec.commandLine()
        .getOut()
        .println(service.url() + " shows the model; Ctrl+C ends the service");
    new CountDownLatch(1).await();
    return 0;
  }
}
