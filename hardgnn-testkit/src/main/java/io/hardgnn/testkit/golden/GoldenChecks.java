package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.GoldenAssert.failure;

import io.hardgnn.loss.Objective;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Compares what an engine computed for a golden case with what the file says.
 *
 * @param golden the case
 * @param tolerance as for {@link GoldenAssert}
 * @param deviations what is seen is noted here
 */
public record GoldenChecks(GoldenCase golden, double tolerance, GoldenDeviations deviations) {

  /**
   * How close, in multiples of the tolerance, two similarities must be for rounding to swap them.
   */
  private static final double TIE = 0.1;

  /**
   * Compares the values of {@link GoldenForward}.
   *
   * @param actual row-major values by name
   */
  public void forward(Map<String, double[]> actual) {
    golden
        .expected()
        .tensors()
        .forEach((name, expected) -> close(name, GoldenCase.named(actual, name), expected));
    for (int t = 0; t < golden.expected().sslWeight().size(); t++) {
      GoldenTensor weights = golden.expected().sslWeight().get(t);
      close(
          "ssl_weight of interval " + t,
          GoldenCase.named(actual, GoldenForward.WEIGHT + t),
          weights);
    }
    int[][] items = golden.expected().minedItems();
    for (int row = 0; row < items.length; row++) {
      mined(row, items[row], golden.expected().minedSims()[row], actual);
    }
  }

  /** Compares one value by its name in the file. */
  public void value(String name, double[] actual) {
    close(name, actual, golden.expected().tensor(name));
  }

  private void mined(int row, int[] items, double[] similarities, Map<String, double[]> actual) {
    int computed = GoldenObjective.minedPerRow(golden);
    for (int k = 0; k < items.length; k++) {
      String what = "mined item " + k + " of row " + row;
      if (k >= computed) {
        if (items[k] != -1) {
          throw failure(
              "%s: there are only %d items, the file expects %d", what, computed, items[k]);
        }
        continue;
      }
      int at = row * computed + k;
      double present = GoldenCase.named(actual, GoldenForward.PRESENT)[at];
      if (present != (items[k] < 0 ? 0 : 1)) {
        throw failure("presence of %s: the file expects %d, actual %s", what, items[k], present);
      }
      if (items[k] < 0) {
        continue;
      }
      double similarity = GoldenCase.named(actual, GoldenForward.SIMILARITIES)[at];
      close(
          "similarity of " + what, new double[] {similarity}, GoldenTensor.vector(similarities[k]));
      int item = (int) GoldenCase.named(actual, GoldenForward.MINED)[at];
      if (item != items[k] && !nearlyTied(row, item, similarities[k])) {
        throw failure(
            "%s: expected %d of %s, actual %d", what, items[k], Arrays.toString(items), item);
      }
    }
  }

  /**
   * Returns whether rounding may have put another item in the place of the k-th. Exactly equal
   * similarities are no excuse: there the smaller item goes first.
   */
  private boolean nearlyTied(int row, int item, double similarity) {
    double other =
        PlainMath.cosine(
            golden.expected().tensor("tilde_user").row(row).data(),
            golden.expected().tensor("bar_item").row(item).data());
    double gap = Math.abs(other - similarity);
    return gap > 0 && gap < TIE * tolerance;
  }

  /**
   * Compares a step's loss terms and their total, given as numbers by the names of
   * {@link Objective.Terms}.
   */
  public void losses(Map<String, Double> terms, double total) {
    Map<String, String> names =
        Map.of(
            golden.text("rec"),
            "L_rec",
            "self_augmented",
            "L_sal",
            "l2",
            "L_reg",
            "info_nce",
            "L_nce");
    for (String term : terms.keySet()) {
      if (!names.containsKey(term) && !term.equals(GoldenStep.NOTHING)) {
        throw failure("%s: loss term '%s' is none of %s", golden, term, names.keySet());
      }
    }
    names.forEach(
        (name, expected) ->
            close(
                expected,
                new double[] {terms.getOrDefault(name, 0.0)},
                GoldenTensor.vector(golden.expected().loss(expected))));
    close("L", new double[] {total}, GoldenTensor.vector(golden.expected().loss("L")));
  }

  /**
   * Compares gradients, by the library's names; a parameter without one has zeros.
   *
   * @param actual row-major values by name
   */
  public void gradients(Map<String, float[]> actual) {
    Map<String, GoldenTensor> expected = GoldenWeights.renamed(golden.expected().grads());
    for (String name : actual.keySet()) {
      if (!expected.containsKey(name)) {
        throw failure("%s: parameter '%s' is none of %s", golden, name, expected.keySet());
      }
    }
    double floor =
        floor(expected.values().stream().mapToDouble(x -> GoldenAssert.largest(x.data())));
    expected.forEach(
        (name, gradient) -> {
          float[] values = actual.getOrDefault(name, new float[gradient.data().length]);
          String what = golden + ", dL/d" + name;
          deviations.note(
              "gradients", what, GoldenAssert.worstGradientError(values, gradient, floor));
          GoldenAssert.assertGradientClose(what, values, gradient, floor, tolerance);
        });
  }

  /**
   * Compares gradients, by the library's names, with central differences of the written definitions
   * along a random direction in each parameter. Errors are relative to the slope, but at least to
   * the length of the gradient and to {@link GoldenAssert#GRADIENT_FLOOR}.
   */
  public void slopes(Map<String, float[]> gradients, long seed) {
    Map<String, GoldenTensor> nowhere = new LinkedHashMap<>();
    golden
        .params()
        .forEach(
            (name, x) ->
                nowhere.put(name, new GoldenTensor(x.shape(), new double[x.data().length])));
    double floor =
        floor(
            gradients.values().stream()
                .mapToDouble(x -> GoldenAssert.largest(GoldenTensors.widened(x))));
    for (GoldenSlope expected : GoldenRecomputation.slopes(golden, seed)) {
      Map<String, GoldenTensor> direction = new LinkedHashMap<>(nowhere);
      direction.put(expected.parameter(), expected.direction());
      double slope = 0;
      double squares = 0;
      for (Map.Entry<String, GoldenTensor> part : GoldenWeights.renamed(direction).entrySet()) {
        double[] along = part.getValue().data();
        float[] gradient = gradients.getOrDefault(part.getKey(), new float[along.length]);
        for (int i = 0; i < along.length; i++) {
          slope += along[i] * gradient[i];
          squares += along[i] * gradient[i] * along[i] * gradient[i];
        }
      }
      double scale = Math.max(Math.abs(expected.slope()), Math.sqrt(squares));
      double error = Math.abs(slope - expected.slope()) / Math.max(scale, floor);
      String what = golden + ", dL/d" + expected.parameter() + " along a direction, seed " + seed;
      deviations.note("slopes", what, error);
      if (!(error <= tolerance)) {
        throw failure(
            "%s: expected %s, actual %s, error %.3g over tolerance %.1g",
            what, expected.slope(), slope, error, tolerance);
      }
    }
  }

  private static double floor(DoubleStream largest) {
    return GoldenAssert.GRADIENT_FLOOR * Math.max(1, largest.max().orElse(0));
  }

  private void close(String name, double[] actual, GoldenTensor expected) {
    String what = golden + ", " + name;
    deviations.note("values", what, GoldenAssert.worstError(actual, expected));
    GoldenAssert.assertClose(what, actual, expected, tolerance);
  }
}
