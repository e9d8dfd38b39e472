package io.hardgnn.ops.lowering;

/**
 * Where the size of a named dimension can be read when a batch arrives.
 *
 * @param <V> the backend's own handle of a tensor
 * @param input an input that has the dimension
 * @param axis on this axis
 */
public record DimSource<V>(Lowered<V> input, int axis) {}
