/**
 * Exact cases with inputs, weights, outputs, losses and gradients, and the assertions that compare with them.
 *
 * <p>For tests of every module. Knows the files only: neither the model nor an engine.
 */
@NullMarked
package io.hardgnn.golden;

import org.jspecify.annotations.NullMarked;
