package io.hardgnn.model;

/**
 * Settings of the sequence encoder (paper eq. 6-8).
 *
 * @param historyLength most recent interactions that are read, {@code M}, 1 to 1024
 * @param anchorHistoryLength most recent interactions that the anchor of the contrastive loss is made of, at most {@code
 *     historyLength}
 * @param layers attention layers, 0 to 8
 * @param mode what the attention sees; {@link SelfGnnEncoder} only
 * @param layerNorm whether each layer normalises its input; {@link SelfGnnEncoder} only
 * @param readout how positions become one vector; {@link SelfGnnEncoder} only
 * @param dropout rate on embeddings and on the output of each layer, in {@code [0, 1)}; {@link ResidualGraphEncoder}
 *     only
 */
public record SequenceConfig(
    int historyLength,
    int anchorHistoryLength,
    int layers,
    SequenceMode mode,
    boolean layerNorm,
    Readout readout,
    double dropout) {}
