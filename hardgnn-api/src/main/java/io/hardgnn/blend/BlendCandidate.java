package io.hardgnn.blend;

import java.util.List;

/**
 * A combination of what a {@link Blend} leaves open, and what it is worth on validation.
 *
 * @param ndcg NDCG@10, the mean over users
 * @param ndcgOfParts what each part of the users adds to {@code ndcg}; the parts are of one size,
 *     and the same users for all candidates
 * @param nearness {@code 1 / (10 + rank)} for a rank of at most 100, the mean over targets and
 *     users. A constant beside the rank lets many ranks count, not just the first few (as in
 *     reciprocal rank fusion; Cormack, Clarke and Büttcher, SIGIR 2009), so a few hundred users
 *     say more by it than by NDCG@10, under which most are worth nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BlendCandidate(
    TransitionWindow window,
    double ageDecay,
    BlendWeights weights,
    double ndcg,
    double[] ndcgOfParts,
    double nearness) {

  /** As many users or fewer say too little by NDCG@10 to tell candidates by less than an error. */
  private static final double FEW_USERS = 1000;

  /**
   * Returns the nearest of those whose NDCG@10 cannot be told from the best: not behind it by more
   * than the standard error of the difference (the one-standard-error rule; Breiman, Friedman,
   * Olshen and Stone, 1984), or with {@code n} users, more than a thousand, by more than
   * {@code sqrt(1000 / n)} of it: the more there are, the more NDCG@10 itself decides. Of equal ones
   * the first.
   *
   * @param users of whom the candidates' means are
   */
  static BlendCandidate choose(List<BlendCandidate> candidates, long users) {
    double errors = Math.min(1, Math.sqrt(FEW_USERS / users));
    BlendCandidate best = candidates.get(0);
    for (BlendCandidate candidate : candidates) {
      best = candidate.ndcg > best.ndcg ? candidate : best;
    }
    BlendCandidate chosen = best;
    for (BlendCandidate candidate : candidates) {
      if (candidate.nearness > chosen.nearness
          && best.ndcg - candidate.ndcg <= errors * best.standardErrorOfLead(candidate)) {
        chosen = candidate;
      }
    }
    return chosen;
  }

  /** Returns the standard error of the difference of NDCG@10, paired over the parts. */
  private double standardErrorOfLead(BlendCandidate other) {
    int parts = ndcgOfParts.length;
    double mean = (ndcg - other.ndcg) / parts;
    double squares = 0;
    for (int part = 0; part < parts; part++) {
      double deviation = ndcgOfParts[part] - other.ndcgOfParts[part] - mean;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares * parts / (parts - 1));
  }
}
