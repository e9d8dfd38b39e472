package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.AnswerSource;
import io.hardgnn.CandidateScores;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.benchmarks.reliability.SmallArtifacts;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks a recommender whatever the bytes say, and checks what every answer has to be. What was
 * observed stays for later bytes.
 */
final class RequestsTarget implements FuzzTarget {

  private static final int KINDS = 11;
  private static final Predicate<String> SHORT = item -> item.length() < 3;
  private static final Predicate<String> EVEN = item -> item.hashCode() % 2 == 0;

  private final OnnxRecommender recommender;

  /**
   * A filter, and what an answer by it has to be.
   *
   * @param allows whether an item may be in it
   * @param least the least score
   */
  private record Filtered(ItemFilter filter, Predicate<String> allows, float least) {}

  RequestsTarget() throws IOException {
    recommender = OnnxRecommender.open(SmallArtifacts.bundle().directory());
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    while (choices.hasMore()) {
      FuzzTarget.attemptCall(() -> ask(choices));
    }
  }

  private void ask(Choices choices) {
    int kind = choices.below(KINDS);
    int n = choices.any();
    String user = id(choices, "u", recommender.users().ids());
    List<String> ids = ids(choices);
    Filtered by = filtered(choices, new HashSet<>(ids(choices)));
    switch (kind) {
      case 0 -> check(RecommendRequest.forUser(user).n(n), by);
      case 1 -> check(RecommendRequest.forHistory(timed(ids, choices)).n(n), by);
      case 2 -> check(recommender.similarItems(user, n, by.filter()), n, by, true);
      case 3 ->
          recommender
              .recommendAll(ids, n, by.filter())
              .values()
              .forEach(answer -> check(answer, n, by, false));
      case 4 -> checkScores(recommender.scoresFor(timed(ids, choices), ids), ids.size());
      case 5 -> checkScores(recommender.scores(user, ids), ids.size());
      case 6 -> checkAll(List.of(request(choices, user, null, n), request(choices, "", ids, n)));
      case 7 -> observe(user, id(choices, "i", recommender.items().ids()), time(choices));
      case 8 -> check(recommender.embed(ids));
      case 9 ->
          recommender
              .embedAll(List.of(History.of(ids), History.of(List.of()), timed(ids, choices)))
              .forEach(this::check);
      default -> lookUp(user, id(choices, "i", recommender.items().ids()), n);
    }
  }

  // ---- what is asked

  /** Any time, beyond what milliseconds can hold too. */
  private static Instant time(Choices choices) {
    return choices.yes() ? Instant.MAX : Instant.ofEpochSecond(choices.any());
  }

  private Filtered filtered(Choices choices, Set<String> without) {
    ItemFilter filter = ItemFilter.unseen().without(without);
    Predicate<String> allows = item -> !without.contains(item);
    if (choices.yes()) {
      filter = filter.includingKnown();
    }
    int steps = choices.below(64);
    if ((steps & 1) != 0) {
      filter = filter.matching(SHORT);
      allows = allows.and(SHORT);
    }
    if ((steps & 2) != 0) {
      Set<String> only = new HashSet<>(ids(choices));
      filter = filter.only(only);
      allows = allows.and(only::contains);
    }
    if ((steps & 4) != 0) {
      filter = filter.inCategories(List.of("1", "2", "z"), RequestsTarget::categories);
      allows = allows.and(item -> item.endsWith("1") || item.endsWith("2"));
    }
    if ((steps & 8) != 0) {
      filter = filter.minimumScore((float) choices.anyDouble());
    }
    if ((steps & 16) != 0) {
      filter = filter.prepared();
    }
    if ((steps & 32) != 0) { // a test after one that may be prepared
      filter = filter.matching(EVEN);
      allows = allows.and(EVEN);
    }
    return new Filtered(filter, allows, filter.minimumScore());
  }

  private static @Nullable List<String> categories(String item) {
    return item.length() == 1 ? null : List.of(item.substring(item.length() - 1), "y");
  }

  private RecommendRequest request(
      Choices choices, String user, @Nullable List<String> history, int n) {
    RecommendRequest request =
        history == null ? RecommendRequest.forUser(user) : RecommendRequest.forHistory(history);
    request = request.n(n).without(ids(choices));
    return choices.yes() ? request.timeout(Duration.ofMillis(choices.any())) : request;
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

  // ---- what has to be

  private void check(RecommendRequest request, Filtered by) {
    Recommendations answer = recommender.recommend(request.filter(by.filter()));
    check(answer.items(), request.n(), by, answer.source() != AnswerSource.FALLBACK);
  }

  private void checkAll(List<RecommendRequest> requests) {
    List<Recommendations> answers = recommender.recommendAll(requests);
    require(answers.size() == requests.size(), "answers to " + requests, answers);
    for (int i = 0; i < answers.size(); i++) {
      RecommendRequest request = requests.get(i);
      Predicate<String> allows = item -> !request.without().contains(item);
      Filtered by = new Filtered(request.filter(), allows, Float.NEGATIVE_INFINITY);
      check(answers.get(i).items(), request.n(), by, false);
    }
  }

  /** Checks a list; those of the most popular items are not cut by their scores. */
  private void check(List<Recommendation> answer, int n, Filtered by, boolean cut) {
    Set<String> seen = new HashSet<>();
    double last = Double.POSITIVE_INFINITY;
    for (Recommendation one : answer) {
      boolean fits =
          seen.add(one.item())
              && by.allows().test(one.item())
              && recommender.items().indexOf(one.item()) >= 0
              && one.score() <= last
              && (!cut || one.score() >= by.least());
      require(fits, "answer", answer);
      last = one.score();
    }
    require(answer.size() <= n, n + " items", answer);
  }

  private static void checkScores(CandidateScores scores, int candidates) {
    require(
        scores.scored().size() + scores.unknown().size() == candidates,
        "scores of " + candidates,
        scores);
  }

  private void check(float[] embedding) {
    require(embedding.length == recommender.embeddingDim(), "embedding", embedding.length);
    for (float value : embedding) {
      require(Float.isFinite(value), "finite embedding", value);
    }
  }

  private static History timed(List<String> ids, Choices choices) {
    return History.of(ids, ids.stream().map(item -> time(choices)).toList());
  }

  private void observe(String user, String item, Instant time) {
    boolean known = recommender.observe(user, item, time);
    require(known == recommender.items().indexOf(item) >= 0, "known item", item);
    require(!known || recommender.history(user).items().contains(item), "history of " + user, item);
  }

  private void lookUp(String user, String item, int size) {
    boolean known = recommender.items().indexOf(item) >= 0;
    recommender.userEmbedding(user).ifPresent(this::check);
    recommender.itemEmbedding(item).ifPresent(this::check);
    require(recommender.itemEmbedding(item).isPresent() == known, "known item", item);
    require(recommender.itemBias(item).isPresent() == known, "known item with a bias", item);
    require(
        recommender.itemEmbedding(item, new float[Math.floorMod(size, 32)]) == known,
        "known item and its copy",
        item);
    require(
        recommender.items().ids().containsAll(recommender.history(user).items()),
        "history of known",
        user);
  }

  private static void require(boolean holds, String what, Object given) {
    if (!holds) {
      throw new IllegalStateException("no " + what + ": " + given);
    }
  }
}
