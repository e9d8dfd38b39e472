package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.GoldenAssert.FORWARD;
import static io.hardgnn.testkit.golden.GoldenAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.seed.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A re-computation from the written definitions agrees with the golden files")
class GoldenDefinitionTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("in every output of the encoders")
  void encoders(GoldenCase golden) {
    PlainEncoder encoder = new PlainEncoder(golden, golden.params());
    close(golden, "e_user", PlainMath.flat(encoder.userLayers));
    close(golden, "e_item", PlainMath.flat(encoder.itemLayers));
    close(golden, "h_user", PlainMath.flat(encoder.userStates));
    close(golden, "h_item", PlainMath.flat(encoder.itemStates));
    close(golden, "bar_user", PlainMath.flat(encoder.users));
    close(golden, "bar_item", PlainMath.flat(encoder.items));
    close(golden, "tilde_user", PlainMath.flat(encoder.instances));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("in scores, mined items and pair weights")
  void scoresAndMining(GoldenCase golden) {
    PlainLosses losses = new PlainLosses(new PlainEncoder(golden, golden.params()));
    int rows = golden.inputs().batchUsers().length;
    int items = golden.integer("V");
    close(
        golden,
        "scores_all",
        IntStream.range(0, rows * items)
            .mapToDouble(k -> losses.score(k / items, k % items))
            .toArray());
    close(golden, "s_pos", losses.scores(golden.inputs().rec().pos()));
    close(golden, "s_neg", losses.scores(golden.inputs().rec().neg()));
    for (int row = 0; row < rows; row++) {
      int[] mined = losses.mined(row);
      double[] sims = golden.expected().minedSims()[row];
      assertThat(mined)
          .as("mined items of row %d", row)
          .isEqualTo(golden.expected().minedItems()[row]);
      for (int k = 0; k < mined.length; k++) {
        if (mined[k] >= 0) {
          assertClose(
              "mined_sims of row " + row + ", item " + mined[k],
              losses.similarity(row, mined[k]),
              sims[k],
              FORWARD);
        }
      }
    }
    for (int t = 0; t < golden.integer("T"); t++) {
      assertClose(
          "ssl_weight of interval " + t,
          losses.weights(t),
          golden.expected().sslWeight().get(t),
          FORWARD);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("in every loss term and the total")
  void losses(GoldenCase golden) {
    PlainLosses losses = new PlainLosses(new PlainEncoder(golden, golden.params()));
    GoldenExpected expected = golden.expected();
    assertClose("L_rec", losses.recommendation(), expected.loss("L_rec"), FORWARD);
    assertClose("L_sal", losses.selfAugmented(null), expected.loss("L_sal"), FORWARD);
    assertClose("L_reg", losses.regularization(), expected.loss("L_reg"), FORWARD);
    assertClose("L_nce", losses.contrast(), expected.loss("L_nce"), FORWARD);
    assertClose("L", losses.total(null), expected.loss("L"), FORWARD);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("in gradients, by central differences with the long-term score held constant")
  void gradients(GoldenCase golden, @Seed long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PlainLosses losses = new PlainLosses(new PlainEncoder(golden, golden.params()));
    double[][] constant =
        IntStream.range(0, golden.integer("T")).mapToObj(losses::longTerm).toArray(double[][]::new);
    golden
        .params()
        .forEach(
            (name, values) -> {
              int element = random.nextInt(values.data().length);
              double step = 1e-5;
              double slope =
                  (moved(golden, name, element, step).total(constant)
                          - moved(golden, name, element, -step).total(constant))
                      / (2 * step);
              double expected = golden.expected().grads().get(name).data()[element];
              // rounding of the loss over the step allows about 1e-9; a term left out of the
              // gradient is far larger
              assertClose("dL/d" + name + " " + values.position(element), slope, expected, 2e-7);
            });
  }

  private static PlainLosses moved(GoldenCase golden, String name, int element, double by) {
    Map<String, GoldenTensor> params = new LinkedHashMap<>(golden.params());
    GoldenTensor tensor = golden.param(name);
    double[] data = tensor.data().clone();
    data[element] += by;
    params.put(name, new GoldenTensor(tensor.shape(), data));
    return new PlainLosses(new PlainEncoder(golden, params));
  }

  private static void close(GoldenCase golden, String name, double[] actual) {
    assertThat(Arrays.stream(actual).allMatch(Double::isFinite)).as(name + " is finite").isTrue();
    assertClose(name, actual, golden.expected().tensor(name), FORWARD);
  }
}
