/**
 * From a request to its answer: an open bundle, whom a request is about, what is ranked.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.serving;

import org.jspecify.annotations.NullMarked;
