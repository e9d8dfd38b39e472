package io.hardgnn.loss;

/** Which negatives the contrastive loss contrasts with. */
public enum ContrastiveNegatives {
  /** The anchor's own top-K by current similarity, training items excluded (paper eq. 11-12). */
  HARDEST,
  /** Random items shared by all anchors, as in the authors' program. */
  SHARED_RANDOM
}
