package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.LinearNextItemRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.scoring.Scoring;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The recommenders whose accuracy is compared, by name. */
final class Recommenders {

  /** What {@code --models} is about. */
  static final String HELP =
      "default (the default preset), recipe (as the training recipe sets it for the set) or paper (at T = 5, d = 64, L = 2, 2"
          + " attention layers, history 50), each also with -no-graph, -no-hard-negatives or -dot-with-bias, one after the other; popularity, item-knn,"
          + " item-knn-recent, transitions, transitions-popularity (mixed with weight 1), slit (up to 20,000 items)";

  private static final String NO_GRAPH = "-no-graph";
  private static final String NO_HARD_NEGATIVES = "-no-hard-negatives";
  private static final String DOT_WITH_BIAS = "-dot-with-bias";

  private static final Map<String, Function<Dataset, ScoringFunction>> YARDSTICKS =
      Map.of(
          "popularity", data -> PopularityRecommender.train(data.training()),
          "item-knn", data -> ItemKnnRecommender.train(data.training()),
          "item-knn-recent", data -> ItemKnnRecommender.recent(data.training()),
          "transitions", data -> TransitionRecommender.train(data.training()),
          "transitions-popularity",
              data -> TransitionRecommender.builder().popularityWeight(1).train(data.training()),
          "slit", data -> LinearNextItemRecommender.train(data.training()));

  private Recommenders() {}

  /** Returns whether a recommender has nothing random, so that one run tells all. */
  static boolean isYardstick(String name) {
    return YARDSTICKS.containsKey(name);
  }

  /** Returns a recommender that needs no training in epochs. */
  static ScoringFunction yardstick(String name, Dataset dataset) {
    return Objects.requireNonNull(YARDSTICKS.get(name), name).apply(dataset);
  }

  /**
   * Returns the settings of a model.
   *
   * @throws IllegalArgumentException if there is no model of that name
   */
  static HardGNN.Builder settings(String name, String set) {
    if (name.endsWith(NO_GRAPH)) {
      HardGNN.Builder whole = settings(without(name, NO_GRAPH), set);
      return whole.encoder(withoutGraph(whole.build().config().encoder()));
    }
    if (name.endsWith(NO_HARD_NEGATIVES)) {
      return settings(without(name, NO_HARD_NEGATIVES), set).hardNegatives(0);
    }
    if (name.endsWith(DOT_WITH_BIAS)) {
      return settings(without(name, DOT_WITH_BIAS), set).scoring(new Scoring.DotWithBias());
    }
    return switch (name) {
      case "default" -> HardGNN.builder();
      case "recipe" -> Models.recipe(set);
      case "paper" -> Models.paper();
      default ->
          throw new IllegalArgumentException(
              "no model is named '" + name + "'; --models takes " + HELP);
    };
  }

  private static EncoderConfig withoutGraph(EncoderConfig encoder) {
    return encoder instanceof SelfGnn paper
        ? paper.graphLayers(0)
        : ((ResidualGraph) encoder).graphLayers(0);
  }

  private static String without(String name, String ending) {
    return name.substring(0, name.length() - ending.length());
  }
}
