/**
 * SASRec: causal self-attention over the sequence (Kang and McAuley, 2018).
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.sasrec;

import org.jspecify.annotations.NullMarked;
