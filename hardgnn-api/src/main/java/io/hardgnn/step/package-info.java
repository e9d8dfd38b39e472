/**
 * A training step: which items it predicts, and what its batch has to hold.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.step;

import org.jspecify.annotations.NullMarked;
