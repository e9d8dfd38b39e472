/**
 * From events to a dataset: window, repeats, k-core, order, split, graphs.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.data.prepare;

import org.jspecify.annotations.NullMarked;
