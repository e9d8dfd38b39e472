/**
 * What an encoder is configured by: its settings, what it gives and which graph it wants. The rest
 * of the library asks these, never which encoder it is.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder;

import org.jspecify.annotations.NullMarked;
