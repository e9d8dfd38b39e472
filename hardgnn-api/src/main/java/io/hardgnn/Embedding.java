package io.hardgnn;

/**
 * A vector and whose it is, for a vector store for instance.
 *
 * @param id of the user or the item
 * @param vector {@code [d]}, the caller's own
 * @param bias what is added to the inner product of a user's and an item's vector; 0 for users and
 *     where the model has no biases
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Embedding(String id, float[] vector, float bias) {}
