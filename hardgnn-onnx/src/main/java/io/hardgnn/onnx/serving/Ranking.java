package io.hardgnn.onnx.serving;

import static java.util.Objects.requireNonNull;

import io.hardgnn.AnswerSource;
import io.hardgnn.CandidateScores;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.UnknownIdException;
import io.hardgnn.onnx.scoring.InnerProduct;
import io.hardgnn.onnx.scoring.ItemSearch;
import io.hardgnn.onnx.scoring.ItemSearch.Query;
import io.hardgnn.onnx.scoring.ItemSearch.Search;
import io.hardgnn.onnx.scoring.ScoredItems;
import io.hardgnn.onnx.search.TransitionEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes lists of items and scores of candidates for subjects. Thread-safe. */
public final class Ranking {

  private static final int[] NO_HISTORY = {};

  private final Bundle bundle;
  private final ItemStatistics statistics;

  public Ranking(Bundle bundle, ItemStatistics statistics) {
    this.bundle = bundle;
    this.statistics = statistics;
  }

  /** Returns how many requests are best answered together. */
  public int blockSize() {
    return bundle.search.blockSize();
  }

  /**
   * Answers requests.
   *
   * @param subjects whom each is for, with their embeddings
   */
  public List<Recommendations> answers(List<RecommendRequest> requests, List<Subject> subjects) {
    List<BitSet> excluded = new ArrayList<>(requests.size());
    List<Search> searches = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      RecommendRequest request = requests.get(i);
      Subject subject = subjects.get(i);
      BitSet without = excluded(request, subject.history().items());
      excluded.add(without);
      if (subject.source() != AnswerSource.FALLBACK) {
        searches.add(new Search(query(subject), request.n(), without));
      }
    }
    ScoredItems[] found = bundle.search.top(searches, ItemSearch.AS_IT_IS);
    List<Recommendations> answers = new ArrayList<>(requests.size());
    int next = 0;
    for (int i = 0; i < requests.size(); i++) {
      RecommendRequest request = requests.get(i);
      Subject subject = subjects.get(i);
      List<Recommendation> items =
          subject.source() == AnswerSource.FALLBACK
              ? named(statistics.mostPopular(request.n(), excluded.get(i)), Float.NEGATIVE_INFINITY)
              : named(found[next++], request.filter().minimumScore());
      answers.add(new Recommendations(items, subject.source(), subject.unknownItems()));
    }
    return answers;
  }

  private static Query query(Subject subject) {
    return new Query(requireNonNull(subject.embedding()), subject.history().items());
  }

  private BitSet excluded(RecommendRequest request, int[] history) {
    BitSet excluded = request.filter().excluded(bundle.items, history);
    for (String item : request.without()) {
      int index = bundle.items.indexOf(item);
      if (index >= 0) {
        excluded.set(index);
      }
    }
    return excluded;
  }

  /**
   * Returns the items most similar to an item by the cosine of their embeddings, which is 0 where
   * one of them is all zeros.
   */
  public List<Recommendation> similar(String item, int n, ItemFilter filter) {
    int index = bundle.items.indexOf(item);
    if (index < 0) {
      throw UnknownIdException.item(item, bundle.items.size());
    }
    BitSet excluded = filter.excluded(bundle.items, NO_HISTORY);
    excluded.set(index);
    float norm = statistics.norm(index);
    ItemSearch.Rescoring cosine =
        (other, product) -> {
          float norms = norm * statistics.norm(other);
          return norms == 0 ? 0 : product / norms;
        };
    Query query = new Query(bundle.itemEmbeddings.row(index), NO_HISTORY);
    return named(
        bundle.search.top(List.of(new Search(query, n, excluded, false)), cosine)[0],
        filter.minimumScore());
  }

  /** Scores candidates for a subject with its embedding. */
  public CandidateScores scores(Subject subject, List<String> candidates) {
    Query query = query(subject);
    boolean nothingKnown = subject.source() == AnswerSource.FALLBACK;
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    int[] items = new int[candidates.size()];
    for (String candidate : candidates) {
      int item = bundle.items.indexOf(candidate);
      if (item < 0) {
        unknown.add(candidate);
      } else {
        items[known.size()] = item;
        known.add(candidate);
      }
    }
    items = Arrays.copyOf(items, known.size());
    float[] scores = nothingKnown ? popularities(items) : scores(query, items);
    List<Recommendation> scored = new ArrayList<>(items.length);
    for (int n = 0; n < items.length; n++) {
      scored.add(new Recommendation(known.get(n), scores[n]));
    }
    return new CandidateScores(scored, unknown);
  }

  private float[] popularities(int[] items) {
    float[] popularities = new float[items.length];
    for (int n = 0; n < items.length; n++) {
      popularities[n] = statistics.popularity(items[n]);
    }
    return popularities;
  }

  private float[] scores(Query query, int[] items) {
    float[] scores = new float[items.length];
    @Nullable TransitionEvidence transitions = bundle.transitions;
    if (transitions == null && bundle.description.transitionHistory() > 0) {
      float[] all = requireNonNull(bundle.scorer).all(query); // alone knows what they count
      for (int n = 0; n < items.length; n++) {
        scores[n] = all[items[n]];
      }
      return scores;
    }
    float[] added =
        transitions == null ? new float[items.length] : transitions.of(query.history(), items);
    for (int n = 0; n < items.length; n++) {
      float product = InnerProduct.of(query.embedding(), bundle.itemEmbeddings.row(items[n]));
      scores[n] = product + bias(items[n]) + added[n];
    }
    return scores;
  }

  public float bias(int item) {
    return bundle.itemBias == null ? 0 : bundle.itemBias[item];
  }

  /** Returns the items by their ids, as far as their scores are high enough. */
  private List<Recommendation> named(ScoredItems found, float minimumScore) {
    int size = found.items().length;
    while (size > 0 && found.scores()[size - 1] < minimumScore) {
      size--;
    }
    Recommendation[] list = new Recommendation[size];
    for (int rank = 0; rank < size; rank++) {
      list[rank] = new Recommendation(bundle.items.id(found.items()[rank]), found.scores()[rank]);
    }
    return List.of(list);
  }
}
