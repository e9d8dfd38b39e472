package io.hardgnn.loss;

/**
 * Settings of the training objective (paper eq. 13).
 *
 * @param targets which items of a sequence a step predicts
 * @param targetWindow how many of a user's newest training interactions may be the target, at least 1; {@link
 *     TargetMode#ONE_PER_USER} only
 * @param maskTargets whether the edges that a step predicts are taken out of its graphs; {@code SELF_GNN} only, the
 *     other encoder always silences the users of a step
 * @param recommendation the main loss
 * @param negatives random negatives: per target for {@code BCE} and {@code HINGE}, shared by the batch for {@code
 *     SAMPLED_SOFTMAX}; at least 1
 * @param beta weight of the self-augmented loss (paper eq. 10), at least 0; 0 leaves it out
 * @param pairsPerUser pairs of the self-augmented loss for each user and interval, at least 1
 * @param reliabilityDim hidden size of the personalised weights, at least 1
 * @param l2 weight of the L2 term, at least 0; 0 leaves it out
 * @param l2Scope which parameters the L2 term covers
 * @param hardNegatives hard negatives per anchor {@code K}, at least 0; 0 leaves the contrastive loss out
 * @param lambda weight of the contrastive loss (paper eq. 12), at least 0; 0 leaves it out
 * @param temperature temperature of the contrastive loss {@code tau}, in {@code (0, 10]}
 * @param contrastiveNegatives which negatives the contrastive loss contrasts with
 * @param hardNegativeWarmupEpochs epochs before the contrastive loss joins, at least 0
 * @param miningRefreshSteps most steps between two refreshes of the table that proposes hard negatives out of the whole catalogue, at
 *     least 0; 0 compares every anchor with the current embedding of every item
 */
public record ObjectiveConfig(
    TargetMode targets,
    int targetWindow,
    boolean maskTargets,
    RecommendationLossKind recommendation,
    int negatives,
    double beta,
    int pairsPerUser,
    int reliabilityDim,
    double l2,
    L2Scope l2Scope,
    int hardNegatives,
    double lambda,
    double temperature,
    ContrastiveNegatives contrastiveNegatives,
    int hardNegativeWarmupEpochs,
    int miningRefreshSteps) {

  /** Returns whether the contrastive loss takes part: {@code K} and {@code lambda} are both greater than zero. */
  public boolean contrastive() {
    return hardNegatives > 0 && lambda > 0;
  }

  /** Returns whether hard negatives are mined from the whole catalogue rather than from the batch's shared negatives. */
  public boolean minesCatalogue() {
    return contrastive()
        && contrastiveNegatives == ContrastiveNegatives.HARDEST
        && targets == TargetMode.ONE_PER_USER;
  }

  /** Returns whether a table of earlier item embeddings proposes the hard negatives of the catalogue. */
  public boolean minesProposals() {
    return minesCatalogue() && miningRefreshSteps > 0;
  }

  /** Returns whether hard negatives are mined from the batch's shared negatives. */
  public boolean minesShared() {
    return contrastive()
        && contrastiveNegatives == ContrastiveNegatives.HARDEST
        && !minesCatalogue();
  }

  /** Returns whether each target is compared with negatives of its own user. */
  public boolean samplesPairs() {
    return recommendation != RecommendationLossKind.SAMPLED_SOFTMAX;
  }

  /** Returns whether a step needs negatives that the whole batch shares. */
  public boolean sharesNegatives() {
    return recommendation == RecommendationLossKind.SAMPLED_SOFTMAX
        || (contrastive() && !minesCatalogue());
  }
}
