package io.hardgnn.modular;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommendation;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;

/**
 * The way of a model from events to recommendations, with every library a named module; ends with 1
 * if something is amiss.
 */
public final class Main {

  private Main() {}

  /** Takes a folder in which to make one for what is written. */
  public static void main(String... args) throws IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(args[0])), "run");
    checkModules();
    Dataset dataset = DatasetBuilder.of(events()).build();

    train(dataset, folder, 1).close();
    try (HardGNNModel model = train(dataset, folder, 2)) {
      check(model.history().size() == 2, "the run was not resumed from its checkpoint");
      model.save(folder.resolve("model"));
    }
    try (HardGNNModel model = HardGNNModel.load(folder.resolve("model"))) {
      check(model.evaluate(dataset).full().users() > 0, "nobody was evaluated");
      OnnxExporter.export(model, folder.resolve("bundle"));
    }
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      List<Recommendation> five = recommender.recommend("u7", 5);
      check(five.size() == 5, "expected 5 recommendations, got " + five);
      System.out.println("Trained, saved, exported and served on the module path: " + five);
    }
  }

  private static HardGNNModel train(Dataset dataset, Path folder, int epochs) {
    return HardGNN.builder()
        .embeddingDim(16)
        .epochs(epochs)
        .seed(42)
        .build()
        .fit(dataset, FitOptions.defaults().resumable(folder.resolve("checkpoint")));
  }

  private static InteractionLog events() {
    Random random = new Random(17);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 60; user++) {
      for (int n = 0; n < 10; n++) {
        int item = user % 3 * 15 + random.nextInt(15);
        log.add("u" + user, "i" + item, 1_600_000_000_000L + random.nextInt(1_000_000_000));
      }
    }
    return log.build();
  }

  /** On the class path all of it would work too, and prove nothing. */
  private static void checkModules() {
    Module own = Main.class.getModule();
    check(own.isNamed(), "not on the module path");
    for (String name : List.of("io.hardgnn", "io.hardgnn.onnx", "io.hardgnn.tf", "tensorflow")) {
      check(own.getLayer().findModule(name).isPresent(), "module " + name + " was not resolved");
    }
    Module engine =
        ServiceLoader.load(own.getLayer(), TrainingEngine.class)
            .findFirst()
            .map(found -> found.getClass().getModule())
            .orElseThrow();
    check(engine.getName().equals("io.hardgnn.tf"), "the engine is of " + engine);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
