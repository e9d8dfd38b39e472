/**
 * ONNX Runtime: its native library, sessions, buffers and devices.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.runtime;

import org.jspecify.annotations.NullMarked;
