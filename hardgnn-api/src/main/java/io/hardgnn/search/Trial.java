package io.hardgnn.search;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * One training of a search.
 *
 * @param number of the combination, from 1
 * @param settings the values that were set, by their names
 * @param epochs most epochs that it had
 * @param bestEpoch the epoch that validation chose, counted from 1; 0 if the training failed
 * @param validation NDCG@10 under full ranking on validation, with counts if they are blended in,
 *     of the same users in all trials; 0 if the training failed
 * @param minutes time of all its epochs with their validation; if it failed, from its last start
 * @param failure why the training failed, or empty
 */
public record Trial(
    int number,
    Map<String, Object> settings,
    int epochs,
    int bestEpoch,
    double validation,
    double minutes,
    String failure) {

  /** Keeps a copy. */
  public Trial {
    settings = ImmutableMap.copyOf(settings);
  }
}
