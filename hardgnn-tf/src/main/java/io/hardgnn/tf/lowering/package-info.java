/** Single operations as TensorFlow has them, and their gradients. Not exported. */
@NullMarked
package io.hardgnn.tf.lowering;

import org.jspecify.annotations.NullMarked;
