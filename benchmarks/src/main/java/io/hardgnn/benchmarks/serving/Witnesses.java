package io.hardgnn.benchmarks.serving;

import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Users of whom nothing new is ever observed, so that the answers to them tell which bundle gave
 * them: those of each bundle are kept before it is served. Thread-safe.
 */
public final class Witnesses {

  private static final int N = 10;

  /** More than are asked for: close scores may change places between single and many requests. */
  private static final int EXPECTED = 30;

  private static final double TOLERANCE = 1e-4;

  /** Bundles that an answer may still come from. */
  private static final int KEPT = 4;

  private final List<RecommendRequest> requests;

  /** The scores of each witness by item, for each bundle. */
  private final List<List<Map<String, Float>>> bundles = new CopyOnWriteArrayList<>();

  public Witnesses(List<String> users) {
    requests = users.stream().map(user -> RecommendRequest.forUser(user).n(N)).toList();
  }

  /** Keeps what a bundle answers that will be served. */
  public void expect(Recommender bundle) {
    List<Map<String, Float>> answers = new ArrayList<>();
    for (RecommendRequest request : requests) {
      Map<String, Float> scores = new HashMap<>();
      for (Recommendation one : bundle.recommend(request.n(EXPECTED)).items()) {
        scores.put(one.item(), one.score());
      }
      answers.add(scores);
    }
    bundles.add(answers);
    if (bundles.size() > KEPT) {
      bundles.remove(0);
    }
  }

  /** Returns the number of witnesses. */
  public int count() {
    return requests.size();
  }

  /** Returns whether a recommender answers one of them as one of the bundles does. */
  public boolean oneIsAnsweredByABundle(Recommender served, int witness) {
    Recommendations answer = served.recommend(requests.get(witness));
    return bundles.stream().anyMatch(bundle -> fits(bundle.get(witness), answer));
  }

  /** Returns whether a recommender answers all of them together as one and the same bundle does. */
  public boolean allAreAnsweredByOneBundle(Recommender served) {
    List<Recommendations> answers = served.recommendAll(requests);
    return bundles.stream()
        .anyMatch(
            bundle -> {
              for (int witness = 0; witness < requests.size(); witness++) {
                if (!fits(bundle.get(witness), answers.get(witness))) {
                  return false;
                }
              }
              return true;
            });
  }

  private static boolean fits(Map<String, Float> expected, Recommendations answer) {
    if (answer.items().size() != Math.min(N, expected.size())) {
      return false;
    }
    for (Recommendation one : answer.items()) {
      Float score = expected.get(one.item());
      if (score == null || Math.abs(score - one.score()) > TOLERANCE * (1 + Math.abs(score))) {
        return false;
      }
    }
    return true;
  }
}
