package io.hardgnn.onnx;

/**
 * The best items of one query.
 *
 * @param items item indices, best first
 * @param scores their scores
 */
@SuppressWarnings("ArrayRecordComponent") // a result that is never compared
record ScoredItems(int[] items, float[] scores) {}
