/**
 * The default encoder, its settings and its graph: residual propagation and causal attention.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.residual;

import org.jspecify.annotations.NullMarked;
