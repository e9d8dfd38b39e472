package io.hardgnn.model;

/**
 * Settings of the sequence model over intervals (paper eq. 3-5).
 *
 * @param recurrence recurrent cell
 * @param sharedCell whether users and items share one cell
 * @param norm layer normalisation before the attention
 * @param dropout rate on the outputs of the recurrence, in {@code [0, 1)}
 */
public record IntervalConfig(
    Recurrence recurrence, boolean sharedCell, IntervalNorm norm, double dropout) {}
