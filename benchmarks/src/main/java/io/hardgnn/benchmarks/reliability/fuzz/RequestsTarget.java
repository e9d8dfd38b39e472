package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.CandidateScores;
import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.benchmarks.reliability.SmallArtifacts;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks a recommender whatever the bytes say, and checks what every answer has to be. */
final class RequestsTarget implements FuzzTarget {

  private final OnnxRecommender recommender;

  RequestsTarget() throws IOException {
    recommender = OnnxRecommender.open(SmallArtifacts.bundle().directory());
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    while (choices.hasMore()) {
      int request = choices.below(6);
      int n = choices.any();
      String user = id(choices, "u", recommender.users().ids());
      List<String> ids = ids(choices);
      Set<String> without = new HashSet<>(ids(choices));
      ItemFilter filter = filter(choices, without);
      FuzzTarget.attemptCall(
          () -> {
            switch (request) {
              case 0 -> check(recommender.recommend(user, n, filter), n, without);
              case 1 -> check(recommender.recommendFor(ids, n, filter), n, without);
              case 2 -> check(recommender.similarItems(user, n, filter), n, without);
              case 3 ->
                  recommender
                      .recommendAll(ids, n, filter)
                      .values()
                      .forEach(answer -> check(answer, n, without));
              case 4 -> checkScores(recommender.scoresFor(ids, ids));
              default -> checkScores(recommender.scores(user, ids));
            }
          });
    }
  }

  private static ItemFilter filter(Choices choices, Set<String> without) {
    ItemFilter filter = ItemFilter.unseen().without(without);
    if (choices.yes()) {
      filter = filter.includingKnown();
    }
    return choices.yes() ? filter.matching(item -> item.length() < 3) : filter;
  }

  private List<String> ids(Choices choices) {
    List<String> ids = new ArrayList<>();
    int count = choices.below(6);
    for (int i = 0; i < count; i++) {
      ids.add(id(choices, "i", recommender.items().ids()));
    }
    return ids;
  }

  private static String id(Choices choices, String prefix, List<String> known) {
    return choices.yes() ? known.get(choices.below(known.size())) : prefix + choices.text();
  }

  private void check(List<Recommendation> answer, int n, Set<String> without) {
    Set<String> seen = new HashSet<>();
    double last = Double.POSITIVE_INFINITY;
    for (Recommendation one : answer) {
      if (!seen.add(one.item())
          || without.contains(one.item())
          || recommender.items().indexOf(one.item()) < 0
          || !(one.score() <= last)) {
        throw new IllegalStateException("no answer: " + answer);
      }
      last = one.score();
    }
    if (answer.size() > n) {
      throw new IllegalStateException(answer.size() + " items where " + n + " were asked for");
    }
  }

  private static void checkScores(CandidateScores scores) {
    if (scores.toString().isEmpty()) {
      throw new IllegalStateException("no scores");
    }
  }
}
