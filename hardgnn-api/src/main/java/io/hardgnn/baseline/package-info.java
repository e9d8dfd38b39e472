/** Recommenders that learn nothing by gradient: what a model has to beat. */
@NullMarked
package io.hardgnn.baseline;

import org.jspecify.annotations.NullMarked;
