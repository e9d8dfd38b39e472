package io.hardgnn.onnx.scoring;

/**
 * The best items of one query.
 *
 * @param items item indices, best first
 * @param scores their scores
 */
@SuppressWarnings("ArrayRecordComponent") // a result that is never compared
public record ScoredItems(int[] items, float[] scores) {}
