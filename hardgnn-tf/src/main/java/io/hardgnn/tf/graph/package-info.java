/**
 * One TensorFlow graph: the algebra lowered to it, its parameters, its optimiser, and the one place
 * that runs it. Not exported.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.tf.graph;

import org.jspecify.annotations.NullMarked;
