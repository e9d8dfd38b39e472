/** The algebra lowered to ONNX, and the files it is written to. */
@NullMarked
package io.hardgnn.onnx.graph;

import org.jspecify.annotations.NullMarked;
