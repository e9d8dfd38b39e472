package io.hardgnn;

import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.RecommendationLossKind;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.ModelConfig;
import java.util.Objects;

/**
 * The part of {@link HardGNN.Builder} that says what training minimises (paper eq. 13).
 *
 * <p>Ranges are checked together by {@link HardGNN.Builder#build}; the defaults named are those of {@link
 * Presets#standard}.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ObjectiveSettings<B extends ObjectiveSettings<B>>
    extends ModelSettings<B> permits TrainingSettings {

  private TargetMode targets;
  private int targetWindow;
  private boolean maskTargets;
  private RecommendationLossKind recommendationLoss;
  private int negatives;
  private double beta;
  private int pairsPerUser;
  private int reliabilityDim;
  private double l2;
  private L2Scope l2Scope;
  private int hardNegatives;
  private double lambda;
  private double temperature;
  private ContrastiveNegatives contrastiveNegatives;
  private int hardNegativeWarmupEpochs;
  private int miningRefreshSteps;

  ObjectiveSettings(ModelConfig model, ObjectiveConfig from) {
    super(model);
    targets = from.targets();
    targetWindow = from.targetWindow();
    maskTargets = from.maskTargets();
    recommendationLoss = from.recommendation();
    negatives = from.negatives();
    beta = from.beta();
    pairsPerUser = from.pairsPerUser();
    reliabilityDim = from.reliabilityDim();
    l2 = from.l2();
    l2Scope = from.l2Scope();
    hardNegatives = from.hardNegatives();
    lambda = from.lambda();
    temperature = from.temperature();
    contrastiveNegatives = from.contrastiveNegatives();
    hardNegativeWarmupEpochs = from.hardNegativeWarmupEpochs();
    miningRefreshSteps = from.miningRefreshSteps();
  }

  /**
   * Chooses which items of a sequence a step predicts; default {@link TargetMode#EVERY_POSITION}, which learns far more from
   * a step and needs {@link io.hardgnn.model.EncoderKind#RESIDUAL_GRAPH}.
   *
   * @return this builder
   */
  public B targets(TargetMode targets) {
    this.targets = Objects.requireNonNull(targets, "targets");
    return self();
  }

  /**
   * Sets how many of a user's newest training interactions may be the target; default 6, at least 1. {@link
   * TargetMode#ONE_PER_USER} only.
   *
   * @return this builder
   */
  public B targetWindow(int targetWindow) {
    this.targetWindow = targetWindow;
    return self();
  }

  /**
   * Sets whether the edges that a step predicts are taken out of its graphs; default true. With false a model sees in
   * training what it will not see when it serves. {@link io.hardgnn.model.EncoderKind#SELF_GNN} only: the other encoder always
   * silences the step's users.
   *
   * @return this builder
   */
  public B maskTargets(boolean maskTargets) {
    this.maskTargets = maskTargets;
    return self();
  }

  /**
   * Chooses the main loss; default {@link RecommendationLossKind#SAMPLED_SOFTMAX}.
   *
   * @return this builder
   */
  public B recommendationLoss(RecommendationLossKind recommendationLoss) {
    this.recommendationLoss = Objects.requireNonNull(recommendationLoss, "recommendationLoss");
    return self();
  }

  /**
   * Sets the number of random negatives: per target for {@code BCE} and {@code HINGE}, shared by the batch for {@code
   * SAMPLED_SOFTMAX}; default 256, at least 1.
   *
   * @return this builder
   */
  public B negatives(int negatives) {
    this.negatives = negatives;
    return self();
  }

  /**
   * Sets the weight of the self-augmented loss (paper eq. 10); default 0, which leaves it out; at least 0. Needs {@link
   * io.hardgnn.model.EncoderKind#SELF_GNN}.
   *
   * @return this builder
   */
  public B beta(double beta) {
    this.beta = beta;
    return self();
  }

  /**
   * Sets the pairs of the self-augmented loss for each user and interval; default 40, at least 1.
   *
   * @return this builder
   */
  public B pairsPerUser(int pairsPerUser) {
    this.pairsPerUser = pairsPerUser;
    return self();
  }

  /**
   * Sets the hidden size of the personalised weights of the self-augmented loss; default 48, at least 1.
   *
   * @return this builder
   */
  public B reliabilityDim(int reliabilityDim) {
    this.reliabilityDim = reliabilityDim;
    return self();
  }

  /**
   * Sets the weight of the L2 term; default 0, which leaves it out; at least 0.
   *
   * @return this builder
   */
  public B l2(double l2) {
    this.l2 = l2;
    return self();
  }

  /**
   * Chooses which parameters the L2 term covers; default {@link L2Scope#ALL}.
   *
   * @return this builder
   */
  public B l2Scope(L2Scope l2Scope) {
    this.l2Scope = Objects.requireNonNull(l2Scope, "l2Scope");
    return self();
  }

  /**
   * Sets the number of hard negatives per anchor, {@code K}; default 10, at least 0; 0 leaves the contrastive loss out. With
   * {@link TargetMode#EVERY_POSITION} they are chosen among the batch's {@link #negatives}, otherwise from all items.
   *
   * @return this builder
   */
  public B hardNegatives(int hardNegatives) {
    this.hardNegatives = hardNegatives;
    return self();
  }

  /**
   * Sets the weight of the contrastive loss (paper eq. 12-13); default 0.1, at least 0; 0 leaves it out.
   *
   * @return this builder
   */
  public B lambda(double lambda) {
    this.lambda = lambda;
    return self();
  }

  /**
   * Sets the temperature of the contrastive loss, {@code tau}; default 0.1, above 0 to 10. Lower values look at the hardest
   * negatives only.
   *
   * @return this builder
   */
  public B temperature(double temperature) {
    this.temperature = temperature;
    return self();
  }

  /**
   * Chooses which negatives the contrastive loss contrasts with; default {@link ContrastiveNegatives#HARDEST}.
   *
   * @return this builder
   */
  public B contrastiveNegatives(ContrastiveNegatives contrastiveNegatives) {
    this.contrastiveNegatives =
        Objects.requireNonNull(contrastiveNegatives, "contrastiveNegatives");
    return self();
  }

  /**
   * Sets the epochs before the contrastive loss joins; default 3, at least 0. Before the model knows anything the hardest
   * negatives are often false ones.
   *
   * @return this builder
   */
  public B hardNegativeWarmupEpochs(int hardNegativeWarmupEpochs) {
    this.hardNegativeWarmupEpochs = hardNegativeWarmupEpochs;
    return self();
  }

  /**
   * Sets the most steps between two refreshes of a table that proposes hard negatives out of the whole catalogue; default 0, at
   * least 0. With 0 there is none: every anchor is compared with the current embedding of every item, exactly. Otherwise the
   * table's proposals are ranked by their current embeddings: less work in large catalogues, but some of the hardest items are
   * missed. Early in training the table is made anew more often. Only with {@link TargetMode#ONE_PER_USER}.
   *
   * @return this builder
   */
  public B miningRefreshSteps(int miningRefreshSteps) {
    this.miningRefreshSteps = miningRefreshSteps;
    return self();
  }

  /** Returns the settings of the objective as they are now. */
  final ObjectiveConfig objectiveConfig() {
    return new ObjectiveConfig(
        targets,
        targetWindow,
        maskTargets,
        recommendationLoss,
        negatives,
        beta,
        pairsPerUser,
        reliabilityDim,
        l2,
        l2Scope,
        hardNegatives,
        lambda,
        temperature,
        contrastiveNegatives,
        hardNegativeWarmupEpochs,
        miningRefreshSteps);
  }
}
