/**
 * What a bundle holds, and how it is written: for whoever trained a model elsewhere, too.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.bundle;

import org.jspecify.annotations.NullMarked;
