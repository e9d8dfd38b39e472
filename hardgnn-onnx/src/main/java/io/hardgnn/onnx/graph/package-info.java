/**
 * The algebra lowered to ONNX, and the files it is written to.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.graph;

import org.jspecify.annotations.NullMarked;
