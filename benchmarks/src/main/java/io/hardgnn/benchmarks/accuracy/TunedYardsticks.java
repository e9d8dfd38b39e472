package io.hardgnn.benchmarks.accuracy;

import com.google.common.collect.ImmutableMap;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Yardsticks whose settings are looked for by random trials on validation, as those of models are.
 */
public final class TunedYardsticks {

  /** What a yardstick is trained with, of some values each; its own are the first. */
  private record Yardstick(Map<String, List<Double>> values, Training training) {
    long combinations() {
      return values.values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }
  }

  private interface Training {
    ScoringFunction train(Settings settings, TrainingData data);
  }

  private record Settings(Map<String, Double> values) {
    double real(String name) {
      return Objects.requireNonNull(values.get(name), name);
    }

    int whole(String name) {
      return (int) real(name);
    }
  }

  private static final Map<String, Yardstick> YARDSTICKS =
      Map.of(
          "transitions",
          new Yardstick(
              ImmutableMap.<String, List<Double>>builder()
                  .put("steps", List.of(10.0, 3.0, 5.0, 20.0, 50.0))
                  .put("stepDecay", List.of(0.8, 0.6, 0.7, 0.9, 1.0))
                  .put("backwardWeight", List.of(0.5, 0.0, 0.25, 1.0))
                  .put("outExponent", List.of(0.7, 0.3, 0.5, 1.0))
                  .put("inExponent", List.of(0.2, 0.0, 0.5))
                  .put("ageDecay", List.of(0.8, 0.6, 0.7, 0.9, 0.95))
                  .put("popularityWeight", List.of(0.0, 0.25, 0.5, 1.0, 2.0))
                  .buildOrThrow(),
              TunedYardsticks::transitions),
          "item-knn",
          new Yardstick(
              ImmutableMap.of(
                  "neighbours", List.of(100.0, 30.0, 300.0, 1000.0),
                  "shrinkage", List.of(0.0, 5.0, 20.0, 100.0),
                  "historyLength", List.of(0.0, 1.0, 3.0, 5.0, 10.0, 30.0)), // 0 is all
              TunedYardsticks::itemKnn));

  private TunedYardsticks() {}

  /**
   * The best of some trials.
   *
   * @param settings its settings
   * @param validation its NDCG@10 under full ranking on validation
   * @param recommender what was trained with them
   */
  public record Found(
      Map<String, Double> settings, double validation, ScoringFunction recommender) {}

  /** Returns whether there are settings to look for in a recommender of this name. */
  public static boolean has(String name) {
    return YARDSTICKS.containsKey(name);
  }

  /**
   * Tries a yardstick's own settings, and random ones after them, none of them twice.
   *
   * @param trials how many in all, at least 1
   * @param seed decides which
   * @return the best, of equal ones the first
   */
  public static Found search(String name, Dataset dataset, int trials, long seed) {
    Yardstick yardstick = yardstick(name);
    Found best = null;
    for (Map<String, Double> settings : combinations(name, trials, seed)) {
      Found found = tried(yardstick, settings, dataset);
      best = best == null || found.validation() > best.validation() ? found : best;
    }
    return Objects.requireNonNull(best, "trials");
  }

  /** Returns what is tried, the yardstick's own settings first; as many as asked, or all. */
  static Set<Map<String, Double>> combinations(String name, int trials, long seed) {
    Yardstick yardstick = yardstick(name);
    SplittableRandom random = new SplittableRandom(seed);
    Set<Map<String, Double>> drawn = new LinkedHashSet<>();
    drawn.add(drawn(yardstick, values -> values.get(0)));
    while (drawn.size() < Math.min(trials, yardstick.combinations())) {
      drawn.add(drawn(yardstick, values -> values.get(random.nextInt(values.size()))));
    }
    return drawn;
  }

  private static Yardstick yardstick(String name) {
    return Objects.requireNonNull(YARDSTICKS.get(name), name);
  }

  private static Map<String, Double> drawn(
      Yardstick yardstick, Function<List<Double>, Double> draw) {
    ImmutableMap.Builder<String, Double> chosen = ImmutableMap.builder();
    yardstick.values().forEach((setting, values) -> chosen.put(setting, draw.apply(values)));
    return chosen.buildOrThrow();
  }

  private static Found tried(Yardstick yardstick, Map<String, Double> settings, Dataset dataset) {
    ScoringFunction recommender =
        yardstick.training().train(new Settings(settings), dataset.training());
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
    double ndcg = evaluator.evaluate(recommender, dataset.validation()).full().ndcg(10);
    return new Found(settings, ndcg, recommender);
  }

  private static ScoringFunction transitions(Settings settings, TrainingData data) {
    return TransitionRecommender.builder()
        .counter(
            counter ->
                counter
                    .steps(settings.whole("steps"))
                    .stepDecay(settings.real("stepDecay"))
                    .backwardWeight(settings.real("backwardWeight"))
                    .outExponent(settings.real("outExponent"))
                    .inExponent(settings.real("inExponent")))
        .ageDecay(settings.real("ageDecay"))
        .popularityWeight(settings.real("popularityWeight"))
        .train(data);
  }

  private static ScoringFunction itemKnn(Settings settings, TrainingData data) {
    ItemKnnRecommender.Builder builder =
        ItemKnnRecommender.builder()
            .neighbours(settings.whole("neighbours"))
            .shrinkage(settings.real("shrinkage"));
    int newest = settings.whole("historyLength");
    return (newest == 0 ? builder : builder.historyLength(newest)).train(data);
  }
}
