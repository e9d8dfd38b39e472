package io.hardgnn.model;

/**
 * Everything that shapes a model: with the number of users and items it determines every parameter's name and shape.
 *
 * @param encoder which encoder
 * @param embeddingDim size of every embedding {@code d}, 1 to 4096
 * @param layerNormEpsilon added to the variance in layer normalisation, greater than zero
 * @param graph the graph encoder
 * @param interval the sequence model over intervals; {@link EncoderKind#SELF_GNN} only
 * @param attention every self-attention
 * @param sequence the sequence encoder
 * @param scoring the prediction
 */
public record ModelConfig(
    EncoderKind encoder,
    int embeddingDim,
    double layerNormEpsilon,
    GraphConfig graph,
    IntervalConfig interval,
    AttentionConfig attention,
    SequenceConfig sequence,
    ScoringConfig scoring) {}
