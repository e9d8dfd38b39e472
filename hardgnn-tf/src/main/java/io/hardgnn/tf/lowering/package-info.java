/**
 * Single operations as TensorFlow has them, and their gradients. Not exported.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.tf.lowering;

import org.jspecify.annotations.NullMarked;
