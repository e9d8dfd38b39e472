package io.hardgnn.loss;

/**
 * A term of the objective with its weight.
 *
 * @param loss the term
 * @param weight factor in the sum
 * @param fromEpoch first epoch, counted from 0, in which the term takes part
 */
public record WeightedLoss(Loss loss, double weight, int fromEpoch) {}
