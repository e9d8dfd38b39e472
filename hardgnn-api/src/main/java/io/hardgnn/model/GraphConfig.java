package io.hardgnn.model;

import io.hardgnn.data.IntervalScheme;

/**
 * Settings of the graph encoder (paper eq. 1-2).
 *
 * @param intervals number of intervals {@code T}, 1 to 64
 * @param intervalScheme how the time range is cut
 * @param layers propagation layers {@code L}, 0 to 8
 * @param normalization weight of an edge
 * @param leakySlope slope of LeakyReLU for negative values, in {@code [0, 1)}; used wherever the paper writes sigma
 * @param tablePerInterval whether each interval has embedding tables of its own, as in the paper, or all share one
 */
public record GraphConfig(
    int intervals,
    IntervalScheme intervalScheme,
    int layers,
    Normalization normalization,
    double leakySlope,
    boolean tablePerInterval) {}
