/**
 * The TensorFlow engine: lowers {@link io.hardgnn.ops.Ops} to a graph with gradients, and trains
 * its parameters.
 *
 * <p>{@link io.hardgnn.tf.graph.TfGraph} owns everything native and is the one thing to close;
 * application code reaches this package only through the training engine that {@code ServiceLoader}
 * finds.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.tf;

import org.jspecify.annotations.NullMarked;
