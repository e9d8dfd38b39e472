/** Recipes for vector stores, and their tests. */
@NullMarked
package io.hardgnn.examples.vectors;

import org.jspecify.annotations.NullMarked;
