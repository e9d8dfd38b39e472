/**
 * Layers that encoders are made of, for encoders of one's own too.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.layers;

import org.jspecify.annotations.NullMarked;
