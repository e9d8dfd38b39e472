package io.hardgnn.loss;

/**
 * A term of the objective with its weight.
 *
 * @param loss the term
 * @param weight factor in the sum
 * @param fromEpoch first epoch, counted from 0, in which the term takes part; the terms of an {@link Objective} that wait all wait
 *     for the same one
 */
public record WeightedLoss(Loss loss, double weight, int fromEpoch) {}
