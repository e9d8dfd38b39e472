package io.hardgnn.step;

/**
 * How negatives that a softmax samples are drawn, and what it is told of their probabilities.
 *
 * @param popularity the shared items are drawn in proportion to their training interactions to this
 *     power, at least 0; 0 draws all items alike
 * @param weighsShared whether each shared item comes with how many items it stands for:
 *     {@link StepInputs#SHARED_LOG_WEIGHTS}
 * @param weighsTargets whether each target comes with how many items it stands for as a negative of
 *     other queries: {@link StepInputs#TARGET_LOG_WEIGHTS}
 */
public record Proposal(double popularity, boolean weighsShared, boolean weighsTargets) {

  /** Uniform, where each negative stands for as many items as any other. */
  public static final Proposal UNIFORM = new Proposal(0, false, false);

  /** The targets of the other queries, each with how many items it stands for. */
  public static final Proposal IN_BATCH = new Proposal(0, false, true);

  /** Returns draws by popularity to a power, with weights unless that is uniform. */
  public static Proposal byPopularity(double power) {
    return new Proposal(power, power > 0, false);
  }

  /** Returns this proposal with weights of the shared items. */
  public Proposal weighed() {
    return new Proposal(popularity, true, weighsTargets);
  }

  /** Returns what serves both; of two popularities the larger. */
  public Proposal and(Proposal other) {
    return new Proposal(
        Math.max(popularity, other.popularity),
        weighsShared || other.weighsShared,
        weighsTargets || other.weighsTargets);
  }
}
