/** From events to a dataset: window, repeats, k-core, order, split, graphs. */
@NullMarked
package io.hardgnn.data.prepare;

import org.jspecify.annotations.NullMarked;
