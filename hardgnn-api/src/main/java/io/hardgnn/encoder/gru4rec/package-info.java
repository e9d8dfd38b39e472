/**
 * GRU4Rec: a recurrence over the sequence (Hidasi et al., 2016).
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.gru4rec;

import org.jspecify.annotations.NullMarked;
