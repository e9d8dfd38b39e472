/** Holds what is served to what was trained: both engines on one trained model, score by score. */
@NullMarked
package io.hardgnn.examples.parity;

import org.jspecify.annotations.NullMarked;
