package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.PlainMath.add;
import static io.hardgnn.testkit.golden.PlainMath.cosine;
import static io.hardgnn.testkit.golden.PlainMath.dot;
import static io.hardgnn.testkit.golden.PlainMath.joined;
import static io.hardgnn.testkit.golden.PlainMath.leftTimes;
import static io.hardgnn.testkit.golden.PlainMath.map;
import static io.hardgnn.testkit.golden.PlainMath.sigmoid;
import static io.hardgnn.testkit.golden.PlainMath.softplus;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The scores, the mining and the loss terms of a golden case, straight from the definitions beside
 * the files.
 */
final class PlainLosses {

  /**
   * What the L2 term covers when {@code reg_scope} is {@code tables}; {@code all} is every
   * parameter.
   */
  static final Set<String> TABLES = Set.of("user_emb", "item_emb", "pos_emb", "meta.W1", "meta.W2");

  private final GoldenCase golden;
  private final GoldenInputs inputs;
  private final PlainEncoder encoder;

  PlainLosses(PlainEncoder encoder) {
    this.encoder = encoder;
    this.golden = encoder.golden;
    this.inputs = golden.inputs();
  }

  double score(int row, int item) {
    double[] instance = encoder.instances[row];
    double[] user =
        add(
            encoder.users[inputs.batchUsers()[row]],
            golden.flag("inst_act") ? map(instance, encoder::leaky) : instance);
    double scale = golden.text("score_scale").equals("rsqrt_d") ? 1 / Math.sqrt(encoder.d) : 1;
    return scale * dot(user, encoder.items[item]);
  }

  double[] scores(int[] scored) {
    return IntStream.range(0, scored.length)
        .mapToDouble(k -> score(inputs.rec().row()[k], scored[k]))
        .toArray();
  }

  double recommendation() {
    double[] positive = scores(inputs.rec().pos());
    double[] negative = scores(inputs.rec().neg());
    boolean hinge = golden.text("rec").equals("hinge");
    return IntStream.range(0, positive.length)
        .mapToDouble(
            k ->
                hinge
                    ? Math.max(0, 1 - (positive[k] - negative[k]))
                    : softplus(-positive[k]) + softplus(negative[k]))
        .average()
        .orElseThrow();
  }

  /** Returns the sum of squares, not halved. */
  double regularization() {
    boolean all = golden.text("reg_scope").equals("all");
    return encoder.params.entrySet().stream()
        .filter(param -> all || TABLES.contains(param.getKey()))
        .flatMapToDouble(param -> Arrays.stream(param.getValue().data()))
        .map(v -> v * v)
        .sum();
  }

  /** Returns the weight of each pair of an interval. */
  double[] weights(int t) {
    GoldenInputs.Pairs pairs = inputs.ssl().get(t);
    return IntStream.range(0, pairs.user().length)
        .mapToDouble(
            k -> {
              double[] user = encoder.users[pairs.user()[k]];
              double[] interval = encoder.userLayers[t][pairs.user()[k]];
              double[] product = user.clone();
              Arrays.setAll(product, i -> user[i] * interval[i]);
              double[] hidden =
                  add(
                      leftTimes(joined(product, user, interval), encoder.p("meta.W1")),
                      encoder.p("meta.b1").data());
              return sigmoid(
                  leftTimes(map(hidden, encoder::leaky), encoder.p("meta.W2"))[0]
                      + encoder.p("meta.b2").data()[0]);
            })
        .toArray();
  }

  /**
   * Returns the long-term score of each pair of an interval, which the gradient takes as a
   * constant.
   */
  double[] longTerm(int t) {
    GoldenInputs.Pairs pairs = inputs.ssl().get(t);
    return IntStream.range(0, pairs.user().length)
        .mapToDouble(k -> agreement(encoder.users[pairs.user()[k]], encoder.items[pairs.item()[k]]))
        .toArray();
  }

  /**
   * Returns the self-augmented loss; neither the scale of the scores nor the instance level enters
   * it.
   *
   * @param constant long-term scores {@code [T][2n]} to use, or null for the current ones
   */
  double selfAugmented(double @Nullable [][] constant) {
    double sum = 0;
    for (int t = 0; t < inputs.ssl().size(); t++) {
      GoldenInputs.Pairs pairs = inputs.ssl().get(t);
      double[] w = weights(t);
      double[] longTerm = constant == null ? longTerm(t) : constant[t];
      int n = w.length / 2;
      for (int k = 0; k < n; k++) {
        double d1 = w[k] * longTerm[k] - w[k + n] * longTerm[k + n];
        double d2 = shortTerm(t, pairs, k) - shortTerm(t, pairs, k + n);
        sum += Math.max(0, 1 - d1 * d2);
      }
    }
    return sum;
  }

  private double shortTerm(int t, GoldenInputs.Pairs pairs, int k) {
    return agreement(
        encoder.userLayers[t][pairs.user()[k]], encoder.itemLayers[t][pairs.item()[k]]);
  }

  private double agreement(double[] user, double[] item) {
    return IntStream.range(0, user.length).mapToDouble(i -> encoder.leaky(user[i] * item[i])).sum();
  }

  double similarity(int row, int item) {
    return cosine(encoder.instances[row], encoder.items[item]);
  }

  /** Returns the hardest items of a row, hardest first, equals by item. */
  int[] mined(int row) {
    Set<Integer> excluded =
        Arrays.stream(inputs.mineExclude()[row]).boxed().collect(Collectors.toSet());
    List<Integer> ranked =
        IntStream.range(0, encoder.items.length)
            .boxed()
            .filter(item -> !excluded.contains(item))
            .sorted((a, b) -> Double.compare(similarity(row, b), similarity(row, a)))
            .toList();
    return IntStream.range(0, golden.integer("K"))
        .map(k -> k < ranked.size() ? ranked.get(k) : -1)
        .toArray();
  }

  double contrast() {
    GoldenInputs.Contrast nce = inputs.nce();
    return IntStream.range(0, nce.row().length)
        .mapToDouble(
            k -> {
              int row = nce.row()[k];
              int[] shared = nce.sharedNeg();
              int[] negatives = shared != null ? shared : golden.expected().minedItems()[row];
              double positive = similarity(row, nce.pos()[k]) / golden.number("tau");
              double[] logits =
                  DoubleStream.concat(
                          DoubleStream.of(positive),
                          Arrays.stream(negatives)
                              .filter(item -> item >= 0)
                              .mapToDouble(item -> similarity(row, item) / golden.number("tau")))
                      .toArray();
              double max = Arrays.stream(logits).max().orElseThrow();
              return max
                  + Math.log(Arrays.stream(logits).map(v -> Math.exp(v - max)).sum())
                  - positive;
            })
        .average()
        .orElseThrow();
  }

  double total(double @Nullable [][] constant) {
    return recommendation()
        + golden.number("beta") * selfAugmented(constant)
        + golden.number("reg") * regularization()
        + golden.number("lam") * contrast();
  }
}
