package io.hardgnn.examples.service;

import io.hardgnn.History;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Why items were recommended, as far as a recommender can tell from outside.
 *
 * <p><b>because of</b>: the item of the history without which the score would fall most, the whole
 * model asked again for each of the newest items: network, transitions and all. It is left out
 * where the history alone does not give the score that was shown, as where a user has a vector of
 * its own. <b>transition</b>: the item of the history that leads to it most by the counted
 * transitions, as far as there are any to it. <b>like</b>: the item of the history whose embedding
 * is closest by the cosine, which says that they are alike and not that this is why.
 */
final class Reasons {

  /** Newest items of a history that are looked at. */
  private static final int NEWEST = 20;

  /** How far apart, of their size, two scores of the same are at most. */
  private static final float TOLERANCE = 1e-4f;

  private Reasons() {}

  /**
   * Returns the reasons of each item, in the order of the items.
   *
   * @param transitions of this history
   */
  static List<Map<String, Object>> of(
      Recommender recommender,
      Transitions transitions,
      History history,
      List<Recommendation> recommended) {
    List<String> items = recommended.stream().map(Recommendation::item).toList();
    History known = history.filter(recommender.items()::contains);
    List<String> newest = newest(known.items());
    Map<String, Float> whole = scores(recommender, known, items);
    Map<String, Map<String, Float>> without = new LinkedHashMap<>();
    for (String left : newest) {
      History rest = known.filter(item -> !item.equals(left));
      if (rest.size() > 0) {
        without.put(left, scores(recommender, rest, items));
      }
    }
    List<Map<String, Object>> reasons = new ArrayList<>();
    for (Recommendation shown : recommended) {
      String item = shown.item();
      Map<String, Object> reason = new LinkedHashMap<>();
      without.entrySet().stream()
          .filter(any -> isOfHistory(shown, whole))
          .map(entry -> Map.entry(entry.getKey(), fall(item, whole, entry.getValue())))
          .max(Map.Entry.comparingByValue())
          .filter(most -> most.getValue() > 0)
          .ifPresent(
              most ->
                  reason.put(
                      "becauseOf", Map.of("item", most.getKey(), "scoreFalls", most.getValue())));
      transitions
          .to(item)
          .ifPresent(
              from -> reason.put("transition", Map.of("item", from.item(), "share", from.share())));
      newest.stream()
          .map(other -> Map.entry(other, cosine(recommender, item, other)))
          .max(Comparator.comparingDouble(Map.Entry::getValue))
          .ifPresent(
              closest ->
                  reason.put(
                      "like", Map.of("item", closest.getKey(), "cosine", closest.getValue())));
      reasons.add(reason);
    }
    return reasons;
  }

  /** Returns the newest items, each once, newest first. */
  private static List<String> newest(List<String> history) {
    LinkedHashSet<String> newest = new LinkedHashSet<>();
    for (int at = history.size() - 1; at >= 0 && newest.size() < NEWEST; at--) {
      newest.add(history.get(at));
    }
    return List.copyOf(newest);
  }

  /** Whether the score that is shown is what the history alone gives. */
  private static boolean isOfHistory(Recommendation shown, Map<String, Float> whole) {
    float apart = Math.abs(whole.getOrDefault(shown.item(), Float.NaN) - shown.score());
    return apart <= TOLERANCE * Math.max(1, Math.abs(shown.score()));
  }

  private static float fall(String item, Map<String, Float> whole, Map<String, Float> rest) {
    return whole.getOrDefault(item, 0f) - rest.getOrDefault(item, 0f);
  }

  private static Map<String, Float> scores(
      Recommender recommender, History history, List<String> items) {
    Map<String, Float> scores = new HashMap<>();
    recommender
        .scoresFor(history, items)
        .scored()
        .forEach(scored -> scores.put(scored.item(), scored.score()));
    return scores;
  }

  private static double cosine(Recommender recommender, String a, String b) {
    float[] x = recommender.itemEmbedding(a).orElse(new float[0]);
    float[] y = recommender.itemEmbedding(b).orElse(new float[0]);
    double product = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      product += (double) x[i] * y[i];
      squaresX += (double) x[i] * x[i];
      squaresY += (double) y[i] * y[i];
    }
    double lengths = Math.sqrt(squaresX * squaresY);
    return lengths == 0 ? 0 : product / lengths;
  }
}
