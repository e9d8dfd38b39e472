/**
 * Counts of which item follows which, from any sequences of items: what baselines and models may
 * both build on. Knows nothing of either.
 */
@NullMarked
package io.hardgnn.transitions;

import org.jspecify.annotations.NullMarked;
