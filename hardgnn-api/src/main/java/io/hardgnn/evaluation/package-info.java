/**
 * How good recommendations are: ranking protocols, metrics, paired comparisons and reports.
 *
 * <p>Knows data, but no engine and no model: anything that can score items is evaluated in the same
 * way.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.evaluation;

import org.jspecify.annotations.NullMarked;
