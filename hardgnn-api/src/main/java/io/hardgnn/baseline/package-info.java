/**
 * Recommenders that learn nothing by gradient: what a model has to beat.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.baseline;

import org.jspecify.annotations.NullMarked;
