/**
 * Search of settings: a {@link io.hardgnn.search.HyperParameterSearch} trains a model for each of
 * some combinations of declared {@linkplain io.hardgnn.search.Range ranges} and compares them on
 * validation alone.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.search;

import org.jspecify.annotations.NullMarked;
