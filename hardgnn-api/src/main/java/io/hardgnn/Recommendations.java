package io.hardgnn;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The answer to a {@link RecommendRequest}. Immutable.
 *
 * @param items best first
 * @param source what they were made of
 * @param unknownItems the items of the request's history that the model does not know and that were
 *     left out, in the caller's order; each once where the model reads an item of a history once
 */
public record Recommendations(
    List<Recommendation> items, AnswerSource source, List<String> unknownItems) {

  /** Keeps copies of the lists. */
  public Recommendations {
    items = ImmutableList.copyOf(items);
    unknownItems = ImmutableList.copyOf(unknownItems);
  }
}
