package io.hardgnn.tf.graph;

import io.hardgnn.ops.Expr;
import java.util.List;

/**
 * What one run computes: values to fetch and updates to make. Made once, used for every step.
 *
 * <p>Fetched parameters may show their values before or after an update of the same run; fetch
 * losses and scores, which are computed from the values before it.
 *
 * @param fetches values to read, made by a {@link TfOps} of the graph
 * @param updates updates to make
 */
public record RunRequest(List<Expr> fetches, List<ParameterUpdate> updates) {

  /** Copies the lists. */
  public RunRequest {
    fetches = List.copyOf(fetches);
    updates = List.copyOf(updates);
  }

  /** Returns a plan that reads values. */
  public static RunRequest fetch(Expr... fetches) {
    return new RunRequest(List.of(fetches), List.of());
  }
}
