/**
 * Exact cases with inputs, weights, outputs, losses and gradients, and the assertions that compare
 * with them.
 *
 * <p>For tests of an engine: lower {@link io.hardgnn.testkit.golden.GoldenForward} and
 * {@link io.hardgnn.testkit.golden.GoldenStep} of every case, run it on
 * {@link io.hardgnn.testkit.golden.GoldenFeeds}, and hand the values to
 * {@link io.hardgnn.testkit.golden.GoldenChecks}. The files are described in the README beside
 * them.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.testkit.golden;

import org.jspecify.annotations.NullMarked;
