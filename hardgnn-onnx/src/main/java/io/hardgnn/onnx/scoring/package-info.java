/**
 * The two models of a bundle, run: histories become embeddings, embeddings the best items.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx.scoring;

import org.jspecify.annotations.NullMarked;
