package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * The recurrence over intervals (paper eq. 4): runs a cell along a short list of tensors, unrolled.
 */
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
    Gates gates = Gates.declare(ops, name, d);
    List<Expr> outputs = new ArrayList<>();
    Expr state = null;
    for (Expr input : inputs) {
      List<Expr> x = Dense.kernelParts(ops, name + ".input", input, 3 * d, 3);
      Expr candidate;
      if (state == null) { // a state of zeros
        Expr reset = ops.sigmoid(ops.add(x.get(0), gates.reset()));
        candidate =
            ops.tanh(
                ops.add(
                    ops.add(x.get(2), gates.candidate()),
                    ops.mul(reset, gates.recurrentCandidate())));
        Expr update = ops.sigmoid(ops.add(x.get(1), gates.update()));
        state = ops.sub(candidate, ops.mul(update, candidate));
      } else {
        List<Expr> h = Dense.kernelParts(ops, name + ".recurrent", state, 3 * d, 3);
        Expr reset = ops.sigmoid(ops.add(ops.add(x.get(0), gates.reset()), h.get(0)));
        Expr update = ops.sigmoid(ops.add(ops.add(x.get(1), gates.update()), h.get(1)));
        Expr remembered = ops.mul(reset, ops.add(h.get(2), gates.recurrentCandidate()));
        candidate = ops.tanh(ops.add(ops.add(x.get(2), gates.candidate()), remembered));
        state = ops.add(candidate, ops.mul(update, ops.sub(state, candidate)));
      }
      outputs.add(state);
    }
    return outputs;
  }

  /**
   * The biases of a GRU, {@code [d]} each; those of a gate's input and state enter as their sum.
   */
  private record Gates(Expr reset, Expr update, Expr candidate, Expr recurrentCandidate) {

    static Gates declare(Ops ops, String name, int d) {
      // Declared in the order of the file; a single interval never multiplies by the recurrent
      // kernel,
      // and it is a parameter all the same.
      Dense.weights(ops, name + ".input", d, 3 * d);
      List<Expr> input = Dense.biasParts(ops, name + ".input", 3 * d, 3);
      Dense.weights(ops, name + ".recurrent", d, 3 * d);
      List<Expr> recurrent = Dense.biasParts(ops, name + ".recurrent", 3 * d, 3);
      return new Gates(
          ops.add(input.get(0), recurrent.get(0)),
          ops.add(input.get(1), recurrent.get(1)),
          input.get(2),
          recurrent.get(2));
    }
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
