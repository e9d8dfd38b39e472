/**
 * What a model is trained and measured on: datasets, vocabularies, splits, sequences and interval
 * graphs.
 *
 * <p>Plain Java over primitive arrays; knows no engine and no model. Everything here is immutable
 * once built and safe to share between threads.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.data;

import org.jspecify.annotations.NullMarked;
