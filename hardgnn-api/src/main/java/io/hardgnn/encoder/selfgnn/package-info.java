/** The settings of the paper's encoder: interval graphs, recurrence, attention. */
@NullMarked
package io.hardgnn.encoder.selfgnn;

import org.jspecify.annotations.NullMarked;
