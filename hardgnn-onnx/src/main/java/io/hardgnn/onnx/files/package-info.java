/**
 * The files of a bundle by name, and checks of those that native code reads.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.files;

import org.jspecify.annotations.NullMarked;
