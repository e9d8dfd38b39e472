package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.PlainMath.add;
import static io.hardgnn.testkit.golden.PlainMath.dot;
import static io.hardgnn.testkit.golden.PlainMath.joined;
import static io.hardgnn.testkit.golden.PlainMath.leftTimes;
import static io.hardgnn.testkit.golden.PlainMath.linear;
import static io.hardgnn.testkit.golden.PlainMath.map;
import static io.hardgnn.testkit.golden.PlainMath.sigmoid;
import static io.hardgnn.testkit.golden.PlainMath.times;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** The encoders of a golden case, node by node, straight from the definitions beside the files. */
final class PlainEncoder {

  final GoldenCase golden;
  final Map<String, GoldenTensor> params;
  final int d;

  /** {@code [T][users][d]}. */
  final double[][][] userLayers;

  /** {@code [T][items][d]}. */
  final double[][][] itemLayers;

  /** {@code [users][T][d]}. */
  final double[][][] userStates;

  /** {@code [items][T][d]}. */
  final double[][][] itemStates;

  /** {@code [users][d]}. */
  final double[][] users;

  /** {@code [items][d]}. */
  final double[][] items;

  /** {@code [B][d]}, before any activation. */
  final double[][] instances;

  PlainEncoder(GoldenCase golden, Map<String, GoldenTensor> params) {
    this.golden = golden;
    this.params = params;
    d = golden.integer("d");
    int intervals = golden.integer("T");
    userLayers = new double[intervals][][];
    itemLayers = new double[intervals][][];
    for (int t = 0; t < intervals; t++) {
      propagate(t);
    }
    userStates = states(userLayers, "u");
    itemStates = states(itemLayers, "i");
    users = fused(userStates, "u");
    items = fused(itemStates, "i");
    instances =
        IntStream.range(0, golden.inputs().batchUsers().length)
            .mapToObj(this::instance)
            .toArray(double[][]::new);
  }

  GoldenTensor p(String name) {
    return GoldenCase.named(params, name);
  }

  double leaky(double x) {
    return x >= 0 ? x : golden.number("leaky") * x;
  }

  private void propagate(int t) {
    double[][] u = p("user_emb").row(t).rows();
    double[][] i = p("item_emb").row(t).rows();
    userLayers[t] = u.clone();
    itemLayers[t] = i.clone();
    GoldenInputs.Pairs edges = golden.inputs().edges().get(t);
    for (int layer = 0; layer < golden.integer("L"); layer++) {
      double[][] nextU = neighbours(u, i, edges.user(), edges.item());
      i = neighbours(i, u, edges.item(), edges.user());
      u = nextU;
      for (int node = 0; node < u.length; node++) {
        userLayers[t][node] = add(userLayers[t][node], u[node]);
      }
      for (int node = 0; node < i.length; node++) {
        itemLayers[t][node] = add(itemLayers[t][node], i[node]);
      }
    }
  }

  private double[][] neighbours(double[][] own, double[][] other, int[] to, int[] from) {
    boolean symmetric = golden.text("agg_norm").equals("sym");
    double[][] sum = new double[own.length][d];
    for (int e = 0; e < to.length; e++) {
      double weight =
          symmetric ? 1 / Math.sqrt((double) degree(to, to[e]) * degree(from, from[e])) : 1;
      sum[to[e]] = add(sum[to[e]], times(other[from[e]], weight));
    }
    Arrays.setAll(sum, node -> add(map(sum[node], this::leaky), own[node]));
    return sum;
  }

  private static long degree(int[] ends, int node) {
    return Arrays.stream(ends).filter(end -> end == node).count();
  }

  private double[][][] states(double[][][] layers, String side) {
    double[][][] states = new double[layers[0].length][layers.length][];
    for (int node = 0; node < states.length; node++) {
      double[] h = new double[d];
      double[] cell = new double[d];
      for (int t = 0; t < layers.length; t++) {
        String cellName = golden.flag("rnn_shared") ? "rnn" : "rnn_" + side;
        h =
            switch (golden.text("rnn")) {
              case "gru" -> gru(layers[t][node], h, cellName);
              case "lstm" -> lstm(layers[t][node], h, cell, cellName);
              case "none" -> layers[t][node];
              default -> throw new IllegalArgumentException("recurrence " + golden.text("rnn"));
            };
        states[node][t] = h;
      }
    }
    return states;
  }

  private double[] gru(double[] x, double[] h, String cell) {
    double[] fromInput = linear(x, p(cell + ".W_ih"), p(cell + ".b_ih"));
    double[] fromState = linear(h, p(cell + ".W_hh"), p(cell + ".b_hh"));
    double[] next = new double[d];
    for (int k = 0; k < d; k++) {
      double reset = sigmoid(fromInput[k] + fromState[k]);
      double update = sigmoid(fromInput[d + k] + fromState[d + k]);
      double candidate = Math.tanh(fromInput[2 * d + k] + reset * fromState[2 * d + k]);
      next[k] = (1 - update) * candidate + update * h[k];
    }
    return next;
  }

  /** Returns the next output; the cell's state is changed in place. */
  private double[] lstm(double[] x, double[] h, double[] state, String cell) {
    double[] gates = add(leftTimes(joined(x, h), p(cell + ".kernel")), p(cell + ".bias").data());
    double[] next = new double[d];
    for (int k = 0; k < d; k++) {
      state[k] =
          state[k] * sigmoid(gates[2 * d + k] + 1) + sigmoid(gates[k]) * Math.tanh(gates[d + k]);
      next[k] = Math.tanh(state[k]) * sigmoid(gates[3 * d + k]);
    }
    return next;
  }

  private double[][] fused(double[][][] states, String side) {
    return Arrays.stream(states)
        .map(
            node -> {
              double[][] x = normalized(node, "ln_" + side, golden.text("ln_intv"));
              boolean[] all = new boolean[x.length];
              Arrays.fill(all, true);
              return times(
                  Arrays.stream(attention(x, all, "att_" + side))
                      .reduce(PlainMath::add)
                      .orElseThrow(),
                  1.0 / x.length);
            })
        .toArray(double[][]::new);
  }

  private double[][] normalized(double[][] x, String name, String mode) {
    return switch (mode) {
      case "none" -> x;
      case "feature" ->
          Arrays.stream(x).map(row -> normalized(row, row, name)).toArray(double[][]::new);
      case "joint" ->
          Arrays.stream(x)
              .map(row -> normalized(row, PlainMath.flat(x), name))
              .toArray(double[][]::new);
      default -> throw new IllegalArgumentException("layer norm " + mode);
    };
  }

  private double[] normalized(double[] row, double[] over, String name) {
    double mean = Arrays.stream(over).average().orElseThrow();
    double variance = Arrays.stream(over).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[d];
    Arrays.setAll(
        y,
        k ->
            (row[k] - mean)
                    / Math.sqrt(variance + golden.number("ln_eps"))
                    * p(name + ".g").data()[k]
                + p(name + ".b").data()[k]);
    return y;
  }

  private double[][] attention(double[][] x, boolean[] valid, String name) {
    double[][] q = projected(x, name, "q");
    double[][] k = projected(x, name, "k");
    double[][] v = projected(x, name, "v");
    int width = d / golden.integer("heads");
    double[][] y = new double[x.length][d];
    for (int row = 0; row < x.length; row++) {
      for (int from = 0; from < d; from += width) {
        double[] weights = weights(q[row], k, valid, from, from + width);
        for (int key = 0; key < x.length; key++) {
          for (int c = from; c < from + width; c++) {
            y[row][c] += weights[key] * v[key][c];
          }
        }
      }
    }
    return golden.flag("attn_out") ? projected(y, name, "o") : y;
  }

  private double[] weights(double[] q, double[][] k, boolean[] valid, int from, int to) {
    double[] query = Arrays.copyOfRange(q, from, to);
    double[] scores = new double[k.length];
    Arrays.setAll(
        scores, i -> dot(query, Arrays.copyOfRange(k[i], from, to)) / Math.sqrt(to - from));
    boolean stable = golden.text("attn_norm").equals("softmax");
    double shift = stable ? Arrays.stream(scores).max().orElseThrow() : 0;
    double[] weights = new double[k.length];
    Arrays.setAll(weights, i -> valid[i] ? Math.exp(scores[i] - shift) : 0);
    double sum = Arrays.stream(weights).sum() + (stable ? 0 : 1e-8);
    return sum == 0 ? weights : times(weights, 1 / sum);
  }

  private double[][] projected(double[][] x, String name, String what) {
    boolean bias = golden.flag("attn_bias");
    return Arrays.stream(x)
        .map(
            row -> {
              double[] y = leftTimes(row, p(name + ".W" + what));
              return bias ? add(y, p(name + ".b" + what).data()) : y;
            })
        .toArray(double[][]::new);
  }

  private double[] instance(int row) {
    int[] sequence = golden.inputs().sequence().row(row).asInts();
    double[] mask = golden.inputs().mask().row(row).data();
    double[][] positions = p("pos_emb").rows();
    boolean collapsed = golden.text("seq").equals("collapsed");
    double[] itemSum = new double[d];
    double[] positionSum = new double[d];
    double[][] x = new double[mask.length][d];
    boolean[] valid = new boolean[mask.length];
    for (int m = 0; m < mask.length; m++) {
      valid[m] = mask[m] != 0;
      if (valid[m]) {
        itemSum = add(itemSum, items[sequence[m]]);
        positionSum = add(positionSum, positions[m]);
        x[m] = add(items[sequence[m]], positions[m]);
      }
    }
    if (collapsed) {
      x =
          new double[][] {
            add(
                normalized(itemSum, itemSum, "seq.ln_item"),
                normalized(positionSum, positionSum, "seq.ln_pos"))
          };
      // an empty history is zero in every mode
      valid = new boolean[] {Arrays.stream(mask).anyMatch(used -> used != 0)};
      x[0] = valid[0] ? x[0] : new double[d];
    }
    for (int layer = 0; layer < golden.integer("La"); layer++) {
      String name = "seq." + layer;
      double[][] y = attention(normalized(x, name + ".ln", golden.text("ln_seq")), valid, name);
      for (int m = 0; m < x.length; m++) {
        x[m] = valid[m] ? add(map(y[m], this::leaky), x[m]) : new double[d];
      }
    }
    double[] sum = Arrays.stream(x).reduce(PlainMath::add).orElseThrow();
    boolean mean = golden.text("seq_readout").equals("mean");
    return mean ? times(sum, 1 / Math.max(1, Arrays.stream(mask).sum())) : sum;
  }
}
