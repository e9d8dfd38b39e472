/** ONNX Runtime: its native library, sessions, buffers and devices. */
@NullMarked
package io.hardgnn.onnx.runtime;

import org.jspecify.annotations.NullMarked;
