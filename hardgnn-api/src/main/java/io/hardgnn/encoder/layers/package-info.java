/** Layers that encoders are made of, for encoders of one's own too. */
@NullMarked
package io.hardgnn.encoder.layers;

import org.jspecify.annotations.NullMarked;
