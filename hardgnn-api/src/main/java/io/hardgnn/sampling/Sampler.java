package io.hardgnn.sampling;

/**
 * Chooses negatives for anchors.
 *
 * <p>Either a {@link CandidateSampler}, which draws on the host before a step, or a {@link HardNegativeSampler}, which
 * selects inside the step by the current embeddings. Neither ever sees a validation or test item, so neither avoids one:
 * a held-out item is an ordinary negative.
 */
public sealed interface Sampler permits CandidateSampler, HardNegativeSampler {}
