/**
 * Counts of which item follows which, from any sequences of items: what baselines and models may
 * both build on. Knows nothing of either.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.transitions;

import org.jspecify.annotations.NullMarked;
