/**
 * Exact search of a bundle's tables by blocks of items, for serving on the processor.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.search;

import org.jspecify.annotations.NullMarked;
