/** GRU4Rec: a recurrence over the sequence (Hidasi et al., 2016). */
@NullMarked
package io.hardgnn.encoder.gru4rec;

import org.jspecify.annotations.NullMarked;
