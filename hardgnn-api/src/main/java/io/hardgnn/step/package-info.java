/** A training step: which items it predicts, and what its batch has to hold. */
@NullMarked
package io.hardgnn.step;

import org.jspecify.annotations.NullMarked;
