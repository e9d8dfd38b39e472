package io.hardgnn.examples;

import io.hardgnn.io.Json;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what an exported model recommends to a user, as JSON. */
@Command(
    name = "RecommendFromOnnx",
    sortOptions = false,
    description = "Prints what an exported model recommends to a user, as JSON.")
public final class RecommendFromOnnx implements Callable<Integer> {

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "DIR",
      description = "The exported model, such as DIR/onnx of TrainFromCsv.")
  private Path bundle = Path.of("");

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      description = "A user of the training data.")
  private String user = "";

  @Option(
      names = "--n",
      paramLabel = "N",
      description = "How many items to recommend, ${DEFAULT-VALUE} unless given.")
  private int n = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  private RecommendFromOnnx() {}

  /** Runs the program. */
  public static void main(String... args) {
    Cli.main(new RecommendFromOnnx(), args);
  }

  static int run(String... args) {
    return Cli.run(new RecommendFromOnnx(), args);
  }

  @Override
  public Integer call() {
    Cli.atLeast(spec, "--n", n, 1);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("user", user);
      answer.put("recommendations", recommender.recommend(user, n));
      spec.commandLine().getOut().print(Json.text(answer));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
