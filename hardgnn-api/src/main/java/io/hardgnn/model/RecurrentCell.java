package io.hardgnn.model;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/** The recurrence over intervals (paper eq. 4): runs a cell along a short list of tensors, unrolled. */
final class RecurrentCell {

  private final Recurrence kind;
  private final String name;

  /** Creates a cell whose parameters start with {@code name}. */
  RecurrentCell(Recurrence kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /**
   * Runs the cell from a zero state.
   *
   * @param inputs {@code [n, d]} each, oldest first
   * @return the output after each input, {@code [n, d]} each
   */
  List<Expr> run(Ops ops, List<Expr> inputs) {
    return switch (kind) {
      case NONE -> inputs;
      case GRU -> gru(ops, inputs);
      case LSTM -> lstm(ops, inputs);
    };
  }

  /** Gated recurrent unit; gates are stored in the order reset, update, candidate. */
  private List<Expr> gru(Ops ops, List<Expr> inputs) {
    int d = inputs.get(0).shape().dim(-1).size();
    // Declared here because a single interval never multiplies by it, and it is a parameter all the
    // same.
    ops.parameter(
        name + ".recurrent.kernel", Shape.of(d, 3 * d), Initializer.xavierUniform(d, 3 * d));
    Expr recurrentBias =
        ops.parameter(name + ".recurrent.bias", Shape.of(3 * d), Initializer.zeros());
    List<Expr> outputs = new ArrayList<>();
    Expr state = null;
    for (Expr input : inputs) {
      List<Expr> x = ops.split(Dense.biased(ops, name + ".input", input, 3 * d), -1, 3);
      Expr product =
          state == null ? recurrentBias : Dense.biased(ops, name + ".recurrent", state, 3 * d);
      List<Expr> h = ops.split(product, -1, 3);
      Expr reset = ops.sigmoid(ops.add(x.get(0), h.get(0)));
      Expr update = ops.sigmoid(ops.add(x.get(1), h.get(1)));
      Expr candidate = ops.tanh(ops.add(x.get(2), ops.mul(reset, h.get(2))));
      Expr carried = state == null ? ops.neg(candidate) : ops.sub(state, candidate);
      state = ops.add(candidate, ops.mul(update, carried));
      outputs.add(state);
    }
    return outputs;
  }

  /** Long short-term memory; gates are stored in the order input, candidate, forget, output. */
  private List<Expr> lstm(Ops ops, List<Expr> inputs) {
    int d = inputs.get(0).shape().dim(-1).size();
    List<Expr> outputs = new ArrayList<>();
    Expr state = ops.mul(inputs.get(0), 0);
    Expr cell = state;
    for (Expr input : inputs) {
      Expr joined = ops.concat(-1, List.of(input, state));
      List<Expr> gates = ops.split(Dense.biased(ops, name, joined, 4 * d), -1, 4);
      Expr forget = ops.sigmoid(ops.add(gates.get(2), 1));
      cell =
          ops.add(
              ops.mul(cell, forget), ops.mul(ops.sigmoid(gates.get(0)), ops.tanh(gates.get(1))));
      state = ops.mul(ops.tanh(cell), ops.sigmoid(gates.get(3)));
      outputs.add(state);
    }
    return outputs;
  }
}
