package io.hardgnn;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Scores of items that the caller asked about, to re-rank a list of its own for instance.
 * Immutable.
 *
 * @param scored the known candidates with their scores, in the caller's order; repeated ones are
 *     repeated
 * @param unknown the candidates that the model does not know, in the caller's order
 */
public record CandidateScores(List<Recommendation> scored, List<String> unknown) {

  /** Keeps copies of the lists. */
  public CandidateScores {
    scored = ImmutableList.copyOf(scored);
    unknown = ImmutableList.copyOf(unknown);
  }
}
