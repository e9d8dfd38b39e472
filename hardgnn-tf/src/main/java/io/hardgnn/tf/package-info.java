/**
 * The TensorFlow engine: lowers {@link io.hardgnn.ops.Ops} to a graph with gradients, and trains
 * its parameters.
 *
 * <p>{@link io.hardgnn.tf.graph.TfGraph} owns everything native and is the one thing to close.
 * Applications need nothing of this package: {@code ServiceLoader} finds the training engine, and
 * {@link io.hardgnn.tf.TfTrainingEngine} is made by hand only to choose its device.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.tf;

import org.jspecify.annotations.NullMarked;
