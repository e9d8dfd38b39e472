/**
 * TensorFlow in this process: its native library, its devices, the threads of a session, and what
 * fails.
 */
@NullMarked
package io.hardgnn.tf.session;

import org.jspecify.annotations.NullMarked;
