/**
 * What training minimises: the terms of the paper's objective (eq. 10, 12, 13), the softmax of the
 * default preset, and the losses of other authors' models.
 *
 * <p>Each {@link io.hardgnn.loss.Loss} is one scalar written against {@link io.hardgnn.ops.Ops}; an
 * {@link io.hardgnn.loss.Objective} is their weighted sum.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.loss;

import org.jspecify.annotations.NullMarked;
