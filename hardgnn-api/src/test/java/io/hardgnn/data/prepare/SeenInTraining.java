package io.hardgnn.data.prepare;

import io.hardgnn.StartingBias;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.LinearNextItemRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.Evidence;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.Fixture;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.negatives.PopularitySampler;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What is counted and solved of training, by the ids of items, whatever their numbers are. */
final class SeenInTraining {

  private final Dataset dataset;

  private SeenInTraining(Dataset dataset) {
    this.dataset = dataset;
  }

  /** Returns what is made of the training part to the figures that it has. */
  static Map<String, Map<String, Double>> of(Dataset dataset) {
    SeenInTraining seen = new SeenInTraining(dataset);
    TrainingData training = dataset.training();
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    figures.put("transitions", seen.transitions());
    float[] shares = Evidence.of(Blend.chosen(), training.sequences().items()).popularity();
    figures.put("popularity", seen.byItem(item -> shares[item]));
    float[] bias = StartingBias.of(dataset);
    figures.put("bias at the start", seen.byItem(item -> bias[item]));
    figures.put("sampler", seen.probabilities());
    figures.put("item-kNN", seen.scores(ItemKnnRecommender.train(training)));
    figures.put("most popular", seen.scores(PopularityRecommender.train(training)));
    figures.put(
        "linear model",
        seen.scores(LinearNextItemRecommender.builder().l2(1).threads(1).train(training)));
    return figures;
  }

  private Map<String, Double> byItem(IntToDoubleFunction figure) {
    Map<String, Double> byId = new TreeMap<>();
    for (int item = 0; item < dataset.items().size(); item++) {
      byId.put(dataset.items().id(item), figure.applyAsDouble(item));
    }
    return byId;
  }

  /** What leads to what, and how strongly. */
  private Map<String, Double> transitions() {
    ItemTransitions counted = TransitionCounter.defaults().count(dataset.training());
    Map<String, Double> byId = new TreeMap<>();
    for (int from = 0; from < counted.itemCount(); from++) {
      for (int n = 0; n < counted.size(from); n++) {
        byId.put(pair(from, counted.item(from, n)), (double) counted.weight(from, n));
      }
    }
    return byId;
  }

  /** How likely an item is among half of all, if they are drawn by popularity. */
  private Map<String, Double> probabilities() {
    PopularitySampler sampler = new PopularitySampler(dataset.training().sequences(), 1);
    int[] drawn = new int[Math.max(1, dataset.items().size() / 2)];
    return byItem(
        item -> {
          Arrays.fill(drawn, item);
          return sampler.expectedCounts(drawn)[0];
        });
  }

  /** The scores of all items after each item alone. */
  private Map<String, Double> scores(ScoringFunction recommender) {
    int items = dataset.items().size();
    int[] users = IntStream.range(0, items).toArray();
    int[][] histories =
        Arrays.stream(users).mapToObj(item -> new int[] {item}).toArray(int[][]::new);
    float[] scores = new float[items * items];
    recommender.score(new Fixture(items, histories, new int[items]), users, items, scores);
    Map<String, Double> byId = new TreeMap<>();
    for (int place = 0; place < scores.length; place++) {
      byId.put(pair(place / items, place % items), (double) scores[place]);
    }
    return byId;
  }

  private String pair(int from, int to) {
    return dataset.items().id(from) + " > " + dataset.items().id(to);
  }
}
