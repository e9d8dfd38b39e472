package io.hardgnn.examples;

import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Serves an exported model in an application: open it once, share it between threads, close it at
 * the end.
 */
public final class EmbedInYourApp {

  private EmbedInYourApp() {}

  /**
   * Takes the folder of a bundle and the ids of the items that a visitor looked at, oldest first.
   */
  public static void main(String... args) {
    if (args.length < 2) {
      System.err.println("usage: EmbedInYourApp BUNDLE ITEM...");
      System.exit(2);
    }
    List<String> visited = Arrays.asList(args).subList(1, args.length);
    try (OnnxRecommender recommender = OnnxRecommender.open(Path.of(args[0]))) {
      System.out.println("For this visitor: " + recommender.recommendFor(visited, 5));
      System.out.println("Like " + args[1] + ": " + recommender.similarItems(args[1], 5));
      float[] visitor = recommender.embed(visited); // for a search index or a model of your own
      System.out.println("As a vector of " + visitor.length + ": " + Arrays.toString(visitor));
    } catch (RuntimeException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    }
  }
}
