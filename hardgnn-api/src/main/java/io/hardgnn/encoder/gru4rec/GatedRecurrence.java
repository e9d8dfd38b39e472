package io.hardgnn.encoder.gru4rec;

import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of gated recurrent units (Cho et al., 2014) over long sequences, unrolled, as equations 1
 * to 4 of Hidasi et al. (2016) have it:
 *
 * <pre>
 * z = sigma(x W_z + h U_z + b_z)      r = sigma(x W_r + h U_r + b_r)
 * c = tanh(x W + (r h) U + b)         h' = h + z (c - h)
 * </pre>
 *
 * <p>What inputs contribute is one product for all steps. Kernels are stored in the order reset,
 * update, candidate.
 */
final class GatedRecurrence {

  /** What keeps an update gate shut: the logistic function of its negative is 0. */
  private static final double SHUT = 1e4;

  private final String name;

  /** Creates a layer whose parameters' names start with {@code name}. */
  GatedRecurrence(String name) {
    this.name = name;
  }

  /**
   * Runs the layer from a state of zero.
   *
   * @param inputs {@code [steps, B, d]}, oldest first
   * @param used {@code [steps, B]}, 0 where the state stays as it is and 1 elsewhere
   * @return the state after each step, {@code [B, d]} each
   */
  List<Expr> run(Ops ops, Expr inputs, Expr used) {
    int d = inputs.shape().dim(2).size();
    Expr given = Dense.biased(ops, name + ".input", inputs, 3 * d);
    Expr shut =
        ops.mul(ops.expandDims(ops.add(used, -1), 2), ops.constant(update(d), Shape.of(3 * d)));
    given = ops.add(given, shut);
    Expr recurrent = Dense.weights(ops, name + ".recurrent", d, 3 * d);
    List<Expr> gatesGiven = steps(ops, ops.slice(given, 2, 0, 2 * d));
    List<Expr> candidatesGiven = steps(ops, ops.slice(given, 2, 2 * d, 3 * d));
    Expr ofGates = ops.slice(recurrent, 1, 0, 2 * d);
    Expr ofCandidate = ops.slice(recurrent, 1, 2 * d, 3 * d);
    List<Expr> states = new ArrayList<>();
    Expr state = ops.mul(candidatesGiven.get(0), 0);
    for (int step = 0; step < gatesGiven.size(); step++) {
      Expr gates = ops.sigmoid(ops.add(gatesGiven.get(step), ops.matmul(state, ofGates)));
      List<Expr> resetAndUpdate = ops.split(gates, 1, 2);
      Expr remembered = ops.matmul(ops.mul(resetAndUpdate.get(0), state), ofCandidate);
      Expr candidate = ops.tanh(ops.add(candidatesGiven.get(step), remembered));
      Expr change = ops.mul(resetAndUpdate.get(1), ops.sub(candidate, state));
      state = ops.add(state, change);
      states.add(state);
    }
    return states;
  }

  /** Returns a row that is {@link #SHUT} for the update gates and 0 elsewhere. */
  private static double[] update(int d) {
    double[] row = new double[3 * d];
    java.util.Arrays.fill(row, d, 2 * d, SHUT);
    return row;
  }

  /** Cuts {@code [steps, B, n]} into {@code [B, n]} each. */
  private static List<Expr> steps(Ops ops, Expr x) {
    Dim batch = x.shape().dim(1);
    Dim width = x.shape().dim(2);
    return ops.split(x, 0, x.shape().dim(0).size()).stream()
        .map(step -> ops.reshape(step, Shape.of(batch, width)))
        .toList();
  }
}
