package io.hardgnn.testkit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What must come out of a case, from the written definitions alone ({@link PlainEncoder},
 * {@link PlainLosses}).
 */
final class GoldenRecomputation {

  private static final double STEP = 1e-6;

  private GoldenRecomputation() {}

  /** Returns the case with every expected value but the gradients. */
  static GoldenCase of(GoldenCase golden) {
    PlainEncoder encoder = new PlainEncoder(golden, golden.params());
    PlainLosses losses = new PlainLosses(encoder);
    int rows = golden.inputs().batchUsers().length;
    int users = golden.integer("U");
    int items = golden.integer("V");
    int intervals = golden.integer("T");
    int d = encoder.d;
    Map<String, GoldenTensor> tensors = new LinkedHashMap<>();
    put(tensors, "e_user", PlainMath.flat(encoder.userLayers), intervals, users, d);
    put(tensors, "e_item", PlainMath.flat(encoder.itemLayers), intervals, items, d);
    put(tensors, "h_user", PlainMath.flat(encoder.userStates), users, intervals, d);
    put(tensors, "h_item", PlainMath.flat(encoder.itemStates), items, intervals, d);
    put(tensors, "bar_user", PlainMath.flat(encoder.users), users, d);
    put(tensors, "bar_item", PlainMath.flat(encoder.items), items, d);
    put(tensors, "tilde_user", PlainMath.flat(encoder.instances), rows, d);
    double[] scores =
        IntStream.range(0, rows * items)
            .mapToDouble(k -> losses.score(k / items, k % items))
            .toArray();
    put(tensors, "scores_all", scores, rows, items);
    tensors.put("s_pos", GoldenTensor.vector(losses.scores(golden.inputs().rec().pos())));
    tensors.put("s_neg", GoldenTensor.vector(losses.scores(golden.inputs().rec().neg())));
    List<GoldenTensor> weights = new ArrayList<>();
    for (int t = 0; t < intervals; t++) {
      weights.add(GoldenTensor.vector(losses.weights(t)));
    }
    int[][] mined = IntStream.range(0, rows).mapToObj(losses::mined).toArray(int[][]::new);
    double[][] similarities =
        IntStream.range(0, rows)
            .mapToObj(
                row ->
                    Arrays.stream(mined[row])
                        .mapToDouble(i -> i < 0 ? Double.NaN : losses.similarity(row, i))
                        .toArray())
            .toArray(double[][]::new);
    GoldenExpected values =
        new GoldenExpected(tensors, weights, mined, similarities, Map.of(), Map.of());
    return withLosses(with(golden, values));
  }

  private static void put(
      Map<String, GoldenTensor> tensors, String name, double[] data, int... shape) {
    tensors.put(name, new GoldenTensor(shape, data));
  }

  /** The contrastive loss looks at the mined items that the case expects. */
  private static GoldenCase withLosses(GoldenCase golden) {
    PlainLosses losses = new PlainLosses(new PlainEncoder(golden, golden.params()));
    Map<String, Double> terms =
        Map.of(
            "L_rec", losses.recommendation(),
            "L_sal", losses.selfAugmented(null),
            "L_reg", losses.regularization(),
            "L_nce", losses.contrast(),
            "L", losses.total(null));
    GoldenExpected old = golden.expected();
    return with(
        golden,
        new GoldenExpected(
            old.tensors(), old.sslWeight(), old.minedItems(), old.minedSims(), terms, Map.of()));
  }

  /**
   * Returns the derivatives of the objective along a random direction in each parameter, by central
   * differences with the long-term scores and the mined items held constant.
   */
  static List<GoldenSlope> slopes(GoldenCase golden, long seed) {
    PlainLosses at = new PlainLosses(new PlainEncoder(golden, golden.params()));
    double[][] constant =
        IntStream.range(0, golden.integer("T")).mapToObj(at::longTerm).toArray(double[][]::new);
    SplittableRandom random = new SplittableRandom(seed);
    List<GoldenSlope> slopes = new ArrayList<>();
    golden
        .params()
        .forEach(
            (name, tensor) -> {
              double[] direction =
                  random.doubles(tensor.data().length, -1, 1).map(Math::signum).toArray();
              double above = total(golden, moved(golden, name, direction, STEP), constant);
              double below = total(golden, moved(golden, name, direction, -STEP), constant);
              GoldenTensor along = new GoldenTensor(tensor.shape(), direction);
              slopes.add(new GoldenSlope(name, along, (above - below) / (2 * STEP)));
            });
    return slopes;
  }

  private static Map<String, GoldenTensor> moved(
      GoldenCase golden, String name, double[] direction, double step) {
    GoldenTensor tensor = golden.param(name);
    double[] data = tensor.data().clone();
    Arrays.setAll(data, i -> data[i] + step * direction[i]);
    Map<String, GoldenTensor> moved = new LinkedHashMap<>(golden.params());
    moved.put(name, new GoldenTensor(tensor.shape(), data));
    return moved;
  }

  private static double total(
      GoldenCase golden, Map<String, GoldenTensor> params, double[][] constant) {
    return new PlainLosses(new PlainEncoder(golden, params)).total(constant);
  }

  private static GoldenCase with(GoldenCase golden, GoldenExpected expected) {
    return new GoldenCase(
        golden.name(), golden.config(), golden.inputs(), golden.params(), expected);
  }
}
