/**
 * Export of trained models to ONNX and the production recommender on ONNX Runtime.
 *
 * <p>Applications call {@link io.hardgnn.onnx.OnnxRecommender};
 * {@link io.hardgnn.onnx.graph.OnnxOps} and {@link io.hardgnn.onnx.graph.OnnxModel} serve whoever
 * exports a model of their own. Nothing here needs the training engine.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.onnx;

import org.jspecify.annotations.NullMarked;
