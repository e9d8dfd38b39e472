package io.hardgnn.step;

/**
 * What a sampler of hard negatives asks a batch to hold beside its pool.
 *
 * @param sharedOrder a random order of the shared items for each sequence:
 *     {@link StepInputs#SHARED_ORDER}
 * @param catalogueOrder a random order of all items for each sequence:
 *     {@link StepInputs#MINING_ORDER}
 * @param epoch the number of the epoch: {@link StepInputs#EPOCH}
 */
public record SamplerDraws(boolean sharedOrder, boolean catalogueOrder, boolean epoch) {

  /** Nothing. */
  public static final SamplerDraws NONE = new SamplerDraws(false, false, false);

  /** Returns what serves both. */
  public SamplerDraws and(SamplerDraws other) {
    return new SamplerDraws(
        sharedOrder || other.sharedOrder,
        catalogueOrder || other.catalogueOrder,
        epoch || other.epoch);
  }
}
