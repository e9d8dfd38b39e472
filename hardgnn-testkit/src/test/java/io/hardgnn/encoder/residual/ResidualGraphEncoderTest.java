package io.hardgnn.encoder.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ResidualGraphEncoder")
class ResidualGraphEncoderTest {

  private static final int ITEMS = 11;
  private static final int DIM = 8;
  private static final int LONGEST = 7;

  static Stream<Arguments> settings() {
    List<Arguments> settings = new ArrayList<>();
    for (int layers = 0; layers <= 3; layers++) {
      for (int heads : new int[] {1, 4}) {
        AttentionConfig attention = new AttentionConfig(heads, true, true, softmax());
        settings.add(Arguments.of(layers, attention, PositionEncoding.LEARNED, false));
      }
    }
    AttentionConfig plain = new AttentionConfig(2, false, false, softmax());
    settings.add(Arguments.of(2, plain, PositionEncoding.LEARNED, false));
    AttentionConfig exponents = new AttentionConfig(2, true, false, AttentionWeights.EXP_EPSILON);
    settings.add(Arguments.of(2, exponents, PositionEncoding.LEARNED, false));
    for (int layers = 0; layers <= 2; layers++) {
      AttentionConfig attention = new AttentionConfig();
      settings.add(Arguments.of(layers, attention, PositionEncoding.NONE, true));
      settings.add(Arguments.of(layers, attention, PositionEncoding.RELATIVE, false));
      settings.add(Arguments.of(layers, exponents, PositionEncoding.LEARNED_AND_RELATIVE, true));
    }
    return settings.stream();
  }

  private static AttentionWeights softmax() {
    return AttentionWeights.SOFTMAX;
  }

  private static ResidualGraphEncoder encoder(
      int layers, AttentionConfig attention, PositionEncoding positions, boolean gated) {
    return new ResidualGraphEncoder(
        new ResidualGraph(
            DIM, 0, 0, LONGEST, positions, gated, layers, attention, 2, gated, 0.1, 1e-6),
        ITEMS);
  }

  @ParameterizedTest(name = "{0} layers, {1}, {2} positions, gates and time gaps {3}")
  @MethodSource("settings")
  @DisplayName(
      "embeds a whole history as at its last position, with the same parameters in the same order")
  void historiesAreLastPositions(
      int layers, AttentionConfig attention, PositionEncoding positions, boolean gated) {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    ResidualGraphEncoder encoder = encoder(layers, attention, positions, gated);
    Map<String, JavaTensor> feeds = feeds(random);
    JavaOps first = JavaOps.with(feeds, Map.of());
    embed(
        first,
        gated,
        sequences -> encoder.embedSequences(first, table(first), sequences).instance());
    // Initial values have biases of zero, which would hide a bias left out.
    Map<String, JavaTensor> parameters = new HashMap<>();
    first.parameters().forEach((name, value) -> parameters.put(name, like(random, value)));
    JavaOps whole = JavaOps.with(feeds, parameters);
    JavaOps last = JavaOps.with(feeds, parameters);
    double[] expected =
        embed(
            whole,
            gated,
            sequences -> encoder.embedSequences(whole, table(whole), sequences).instance());
    double[] embedded =
        embed(last, gated, sequences -> encoder.embedHistories(last, table(last), sequences));
    assertThat(embedded)
        .as("seed " + seed)
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(expected);
    assertThat(Arrays.stream(embedded).limit(DIM)).allMatch(value -> value == 0);
    assertThat(last.parameterNames()).isEqualTo(whole.parameterNames());
  }

  private static double[] embed(
      JavaOps ops, boolean timeGaps, Function<SequenceBatch, Expr> encoder) {
    return ops.valueOf(encoder.apply(SequenceBatch.declare(ops, timeGaps))).data();
  }

  private static Expr table(Ops ops) {
    return ops.input("table", DType.FLOAT, Shape.of(ITEMS, DIM));
  }

  /** Sequences of 0, 1, some and all columns in use. */
  private static Map<String, JavaTensor> feeds(SplittableRandom random) {
    int[] used = {0, 1, random.nextInt(2, 6), 6};
    double[] mask = new double[used.length * 6];
    for (int row = 0; row < used.length; row++) {
      Arrays.fill(mask, (row + 1) * 6 - used[row], (row + 1) * 6, 1);
    }
    int[] sizes = {used.length, 6};
    return Map.of(
        SequenceBatch.items(SequenceBatch.HISTORY),
        new JavaTensor(sizes, random.ints(mask.length, 0, ITEMS).asDoubleStream().toArray()),
        SequenceBatch.mask(SequenceBatch.HISTORY),
        new JavaTensor(sizes, mask),
        SequenceBatch.gaps(SequenceBatch.HISTORY),
        new JavaTensor(
            sizes, random.ints(mask.length, 0, TimeGaps.CODES).asDoubleStream().toArray()),
        "table",
        new JavaTensor(new int[] {ITEMS, DIM}, random.doubles(ITEMS * DIM, -0.2, 0.2).toArray()));
  }

  private static JavaTensor like(SplittableRandom random, Lowered<JavaTensor> parameter) {
    int[] sizes = parameter.value().sizes();
    return new JavaTensor(sizes, random.doubles(parameter.value().data().length, -1, 1).toArray());
  }
}
