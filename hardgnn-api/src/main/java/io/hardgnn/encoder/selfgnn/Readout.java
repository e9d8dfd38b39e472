package io.hardgnn.encoder.selfgnn;

/** How the positions of a sequence become one vector (paper eq. 8). */
public enum Readout {
  /** The sum over the positions in use, as in the paper. */
  SUM,
  /** The mean over the positions in use. */
  MEAN
}
