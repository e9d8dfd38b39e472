package io.hardgnn.benchmarks.accuracy;

import com.google.common.collect.ImmutableMap;
import io.hardgnn.HardGNN;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.LinearNextItemRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The recommenders whose accuracy is compared, by name. */
public final class Recommenders {

  /** The models that are trained. */
  public static final String MODELS =
      "paper (at T = 5, d = 64, L = 2, 2 attention layers, history 50) or a preset such as default, sasRec, gru4Rec or lightGcn,"
          + " each also with endings that fit it, one after the other: -no-graph, -whole-graph (all edges in every step), -hard-negatives (the 10 hardest by InfoNCE),"
          + " -no-hard-negatives, -d64 (embeddings of 64), -no-counts (the network alone), -no-windows (the newest part of"
          + " histories), -no-overlap (pieces of histories one after the other), -equal-steps (each step weighs the same), -no-average (the last weights), -learned-positions and"
          + " -relative-positions (in place of both), -time-gaps, -gated, -cosine, -negatives-256, -negatives-1024, -full-softmax,"
          + " -hard-softmax (512 negatives and the 32 hardest items), -hard-softmax-256 (256 and 32), -margin"
          + " (without negatives that score above the target by 4), -at-20 (targets weighed by SL@20), -dns (of 32 random"
          + " negatives of a pair the hardest) and -ahns (the one that AHNS chooses of 32)";

  /** What {@code --models} is about where yardsticks are compared too. */
  public static final String HELP =
      MODELS
          + "; popularity, item-knn, item-knn-recent, transitions, transitions-popularity (mixed with weight 1), slit (up to"
          + " 20,000 items)";

  private static final Map<String, UnaryOperator<HardGNN.Builder>> ENDINGS =
      ImmutableMap.<String, UnaryOperator<HardGNN.Builder>>builder()
          .put("-no-graph", Recommenders::withoutGraph)
          .put("-whole-graph", model -> residual(model, encoder -> encoder.edgeSample(0)))
          .put("-no-hard-negatives", model -> model.hardNegatives(0))
          .put("-hard-negatives", model -> model.hardNegatives(10))
          .put("-d64", model -> model.embeddingDim(64))
          .put("-no-counts", model -> model.blend(Blend.off()))
          .put("-no-windows", model -> everyPosition(model, targets -> targets.wholeHistory(false)))
          .put("-no-overlap", model -> everyPosition(model, targets -> targets.overlap(0)))
          .put(
              "-equal-steps", model -> everyPosition(model, targets -> targets.equalWeights(false)))
          .put("-no-average", model -> model.training(run -> run.averagedEpochs(0)))
          .put(
              "-learned-positions",
              model -> residual(model, encoder -> encoder.positions(PositionEncoding.LEARNED)))
          .put(
              "-relative-positions",
              model -> residual(model, encoder -> encoder.positions(PositionEncoding.RELATIVE)))
          .put("-time-gaps", model -> residual(model, encoder -> encoder.timeGaps(true)))
          .put("-gated", model -> residual(model, encoder -> encoder.gated(true)))
          .put("-cosine", model -> model.scoring(new Scoring.Cosine()))
          .put("-negatives-256", model -> model.loss(new SampledSoftmax(256)))
          .put("-negatives-1024", model -> model.loss(new SampledSoftmax(1024)))
          .put("-full-softmax", model -> model.loss(new SampledSoftmax(Integer.MAX_VALUE)))
          .put("-margin", model -> model.loss(new SampledSoftmax(4096).margin(4)))
          .put("-at-20", model -> model.loss(new SampledSoftmax(4096).atK(20).atKTemperature(2)))
          .put("-dns", model -> hardPairs(model, new Hardest()))
          .put("-ahns", model -> hardPairs(model, new Adaptive().by(Hardest.By.SCORE)))
          .put("-hard-softmax-256", model -> model.loss(new SampledSoftmax(256).hardNegatives(32)))
          .put("-hard-softmax", model -> model.loss(new SampledSoftmax(512).hardNegatives(32)))
          .buildOrThrow();

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
  public static boolean isYardstick(String name) {
    return YARDSTICKS.containsKey(name);
  }

  /** Returns whether a name is one of a recommender, with any endings. */
  public static boolean isKnown(String name) {
    for (String ending : ENDINGS.keySet()) {
      if (name.endsWith(ending)) {
        return isKnown(name.substring(0, name.length() - ending.length()));
      }
    }
    return isYardstick(name) || name.equals("paper") || Presets.names().contains(name);
  }

  /** Returns a recommender that needs no training in epochs. */
  public static ScoringFunction yardstick(String name, Dataset dataset) {
    return Objects.requireNonNull(YARDSTICKS.get(name), name).apply(dataset);
  }

  /**
   * Returns the settings of a model.
   *
   * @throws IllegalArgumentException if there is no model of that name
   */
  public static HardGNN.Builder settings(String name) {
    for (Map.Entry<String, UnaryOperator<HardGNN.Builder>> ending : ENDINGS.entrySet()) {
      if (name.endsWith(ending.getKey())) {
        String whole = name.substring(0, name.length() - ending.getKey().length());
        return ending.getValue().apply(settings(whole));
      }
    }
    if (name.equals("paper")) {
      return Models.paper();
    }
    if (Presets.names().contains(name)) {
      return HardGNN.builder(Presets.byName(name));
    }
    throw new IllegalArgumentException("no model is named '" + name + "'; --models takes " + HELP);
  }

  private static HardGNN.Builder withoutGraph(HardGNN.Builder model) {
    EncoderConfig encoder = model.build().config().encoder();
    if (encoder instanceof SelfGnn paper) {
      return model.encoder(paper.graphLayers(0));
    }
    if (encoder instanceof ResidualGraph residual) {
      return model.encoder(residual.graphLayers(0));
    }
    throw new IllegalArgumentException(
        "-no-graph is an ending for encoders self_gnn and residual_graph; this model has "
            + encoder.kind());
  }

  private static HardGNN.Builder residual(
      HardGNN.Builder model, UnaryOperator<ResidualGraph> change) {
    EncoderConfig encoder = model.build().config().encoder();
    if (!(encoder instanceof ResidualGraph residual)) {
      throw new IllegalArgumentException(
          "positions, gates and edges of a step are settings of residual_graph; this model has "
              + encoder.kind());
    }
    return model.encoder(change.apply(residual));
  }

  private static HardGNN.Builder hardPairs(HardGNN.Builder model, Sampler sampler) {
    Loss pairs = model.build().config().objective().main();
    return model.loss(new HardPairs(pairs, 32, sampler));
  }

  private static HardGNN.Builder everyPosition(
      HardGNN.Builder model, UnaryOperator<Targets.EveryPosition> change) {
    Objective objective = model.build().config().objective();
    if (!(objective.targets() instanceof Targets.EveryPosition targets)) {
      throw new IllegalArgumentException(
          "-no-windows, -no-overlap and -equal-steps are endings for models whose targets are"
              + " every_position; those of this model are not");
    }
    return model.objective(objective.targets(change.apply(targets)));
  }
}
