/**
 * The settings of the paper's encoder: interval graphs, recurrence, attention.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.selfgnn;

import org.jspecify.annotations.NullMarked;
