package io.hardgnn.encoder.selfgnn;

/** The recurrent cell that runs over the intervals (paper eq. 4). */
public enum Recurrence {
  /** Gated recurrent unit with the reset gate after the product (Cho et al., 2014; two biases). */
  GRU,
  /** Long short-term memory with a forget bias of 1, as in the authors' program. */
  LSTM,
  /** No recurrence: the interval embeddings pass unchanged. */
  NONE
}
