/** The default encoder's settings: residual propagation and causal attention. */
@NullMarked
package io.hardgnn.encoder.residual;

import org.jspecify.annotations.NullMarked;
