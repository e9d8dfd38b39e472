package io.hardgnn.loss;

import io.hardgnn.ops.ParameterRole;

/** Which parameters the L2 term covers. */
public enum L2Scope {
  /** Every parameter, as in the paper. */
  ALL,
  /** Embedding tables and the kernels of the personalised weights, as in the authors' programs. */
  TABLES;

  /** Returns whether it covers the parameters of a role. */
  boolean covers(ParameterRole role) {
    return this == ALL || role.isTable() || role == ParameterRole.RELIABILITY;
  }
}
