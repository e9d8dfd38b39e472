package io.hardgnn.plain;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.columns;
import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.map;
import static io.hardgnn.plain.Plain.multiply;
import static io.hardgnn.plain.Plain.through;
import static io.hardgnn.plain.Plain.times;

import io.hardgnn.encoder.layers.PositionEncoding;
import java.util.Arrays;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The causal transformer, as its papers' equations have it.
 *
 * @param longest longest sequence
 * @param biased whether attention has biases and projects its joined heads
 * @param activation of the feed-forward layers
 */
public record PlainTransformer(
    int dim,
    int longest,
    PositionEncoding positions,
    int blocks,
    int heads,
    boolean biased,
    DoubleUnaryOperator activation,
    boolean gated,
    double epsilon) {

  /** Returns the vector of each query of a step. */
  public double[][] queries(PlainStep step) {
    int[][] histories = step.histories();
    return step.queriesOfRows(row -> embed(step, row, histories[row]));
  }

  private double[][] embed(PlainStep step, int row, int[] history) {
    double[][] items = step.matrix("item_embedding");
    double[][] x = new double[history.length][];
    Arrays.setAll(x, p -> times(items[history[p]], Math.sqrt(dim)));
    if (is(PositionEncoding.LEARNED)) {
      double[][] places = step.matrix("position_embedding");
      Arrays.setAll(x, p -> add(x[p], places[longest - history.length + p]));
    }
    if (step.parameterNames().contains("time_gap_embedding")) {
      double[][] ofGaps = step.matrix("time_gap_embedding");
      int[] gaps = step.gaps()[row];
      Arrays.setAll(x, p -> add(x[p], ofGaps[gaps[p]]));
    }
    for (int block = 0; block < blocks; block++) {
      String name = "sequence." + block;
      double[][] attended =
          attend(norm(step, name + ".attention_norm", x), step, name + ".attention");
      for (int p = 0; p < x.length; p++) {
        double[] input = x[p];
        x[p] = add(input, gate(step, name + ".attention", input, attended[p]));
      }
      String layer = name + ".feed_forward";
      double[][] normed = norm(step, layer + "_norm", x);
      for (int p = 0; p < x.length; p++) {
        double[] hidden = map(dense(step, layer + ".0", normed[p]), activation);
        if (gated) {
          hidden = multiply(hidden, dense(step, layer + ".gate", normed[p]));
        }
        double[] input = x[p];
        x[p] = add(input, gate(step, layer, input, dense(step, layer + ".1", hidden)));
      }
    }
    return norm(step, "sequence.norm", x);
  }

  private boolean is(PositionEncoding encoding) {
    return Set.of(encoding, PositionEncoding.LEARNED_AND_RELATIVE).contains(positions);
  }

  private double[] gate(PlainStep step, String name, double[] input, double[] output) {
    return gated
        ? multiply(output, map(dense(step, name + ".residual_gate", input), Plain::sigmoid))
        : output;
  }

  private static double[] dense(PlainStep step, String name, double[] x) {
    return add(through(x, step.matrix(name + ".kernel")), step.vector(name + ".bias"));
  }

  private double[][] norm(PlainStep step, String name, double[][] x) {
    return Arrays.stream(x)
        .map(
            row ->
                Plain.layerNorm(
                    row, step.vector(name + ".gain"), step.vector(name + ".bias"), epsilon))
        .toArray(double[][]::new);
  }

  private double[][] attend(double[][] x, PlainStep step, String name) {
    double[][] mapped =
        Arrays.stream(x)
            .map(
                row ->
                    biased
                        ? dense(step, name + ".qkv", row)
                        : through(row, step.matrix(name + ".qkv.kernel")))
            .toArray(double[][]::new);
    double[][] joined = new double[x.length][dim];
    int width = dim / heads;
    for (int head = 0; head < heads; head++) {
      int from = head * width;
      double[][] query = columns(mapped, from, from + width);
      double[][] key = columns(mapped, dim + from, dim + from + width);
      double[][] value = columns(mapped, 2 * dim + from, 2 * dim + from + width);
      double[] ofDistance =
          is(PositionEncoding.RELATIVE)
              ? step.matrix(name + ".distance")[head]
              : new double[longest];
      for (int p = 0; p < x.length; p++) {
        int at = p;
        double[] weights =
            Plain.softmax(
                IntStream.rangeClosed(0, p) // nothing to its right
                    .mapToDouble(
                        k ->
                            dot(query[at], key[k]) / Math.sqrt(width)
                                + ofDistance[longest - 1 - (at - k)])
                    .toArray());
        for (int k = 0; k <= p; k++) {
          for (int i = 0; i < width; i++) {
            joined[p][from + i] += weights[k] * value[k][i];
          }
        }
      }
    }
    return biased
        ? Arrays.stream(joined)
            .map(row -> dense(step, name + ".output", row))
            .toArray(double[][]::new)
        : joined;
  }
}
