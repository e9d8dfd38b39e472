/**
 * TensorFlow in this process: its native library, its devices, the threads of a session, and what
 * fails.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.tf.session;

import org.jspecify.annotations.NullMarked;
