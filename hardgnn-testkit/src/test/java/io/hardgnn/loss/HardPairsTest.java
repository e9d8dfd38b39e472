package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.config.Presets;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A loss of hard pairs, in plain arithmetic,")
class HardPairsTest {

  private static final int ITEMS = 20;
  private static final int DIM = 4;
  private static final int CANDIDATES = 6;
  private static final int[] TARGETS = {5, 0, 11};

  private final SplittableRandom random = new SplittableRandom(8);
  private final double[][] items = matrix(ITEMS);
  private final double[][] users = matrix(TARGETS.length);
  private final int[][] drawn = new int[TARGETS.length][];

  HardPairsTest() {
    Arrays.setAll(drawn, query -> random.ints(CANDIDATES, 0, ITEMS).distinct().toArray());
    for (int query = 0; query < drawn.length; query++) {
      drawn[query] = Arrays.copyOf(drawn[query], CANDIDATES); // item 0 for those drawn twice
    }
  }

  private double[][] matrix(int rows) {
    double[][] matrix = new double[rows][];
    Arrays.setAll(matrix, row -> random.doubles(DIM, -1.5, 1.5).toArray());
    return matrix;
  }

  private double loss(Loss pairs, Sampler sampler) {
    int[] rows = Arrays.stream(drawn).flatMapToInt(Arrays::stream).toArray();
    int[] queries = IntStream.range(0, rows.length).map(pair -> pair / CANDIDATES).toArray();
    Map<String, JavaTensor> inputs =
        Map.of(
            "items",
            JavaTensor.matrix(items),
            "users",
            JavaTensor.matrix(users),
            StepInputs.TARGETS,
            JavaTensor.indices(TARGETS),
            StepInputs.PAIR_QUERIES,
            JavaTensor.indices(queries),
            StepInputs.PAIR_NEGATIVES,
            JavaTensor.indices(rows),
            StepInputs.PAIRS_OF_QUERY,
            JavaTensor.of(
                HostTensor.of(
                    IntStream.range(0, rows.length).toArray(), TARGETS.length, CANDIDATES)));
    JavaOps ops = JavaOps.with(inputs, Map.of());
    ForwardPass forward =
        PlainStep.of(
            ops, ITEMS, DIM, new Prediction(new Scoring.Dot(), new float[ITEMS]), 0, false);
    return ops.valueOf(new HardPairs(pairs, CANDIDATES, sampler).compute(ops, forward)).item();
  }

  private double score(int query, int item) {
    return IntStream.range(0, DIM).mapToDouble(i -> users[query][i] * items[item][i]).sum();
  }

  private double bpr(int query, int negative) {
    return Math.log1p(Math.exp(score(query, negative) - score(query, TARGETS[query])));
  }

  /** Mean over queries of the losses with some of their candidates. */
  private double mean(IntFunction<int[]> chosen) {
    return IntStream.range(0, TARGETS.length)
        .boxed()
        .flatMap(query -> Arrays.stream(chosen.apply(query)).mapToObj(item -> bpr(query, item)))
        .mapToDouble(each -> each)
        .average()
        .orElseThrow();
  }

  private int[] hardest(int query, int count) {
    return Arrays.stream(drawn[query])
        .boxed()
        .sorted(Comparator.comparingDouble((Integer item) -> -score(query, item)))
        .limit(count)
        .mapToInt(item -> item)
        .toArray();
  }

  @Test
  @DisplayName("takes the hardest of the items drawn for each target, one or some")
  void hardest() {
    Loss one = new BayesianPersonalizedRanking(1);
    double expected = mean(query -> hardest(query, 1));
    assertThat(loss(one, new Hardest())).isCloseTo(expected, within(1e-9));
    assertThat(loss(one, new Dns(1, 0))).isCloseTo(expected, within(1e-9));
    assertThat(loss(new BayesianPersonalizedRanking(3), new Hardest()))
        .isCloseTo(mean(query -> hardest(query, 3)), within(1e-9));
  }

  @Test
  @DisplayName("is the loss of all items drawn where all are taken, and of the first at random")
  void limits() {
    double all = mean(query -> drawn[query]);
    Loss every = new BayesianPersonalizedRanking(CANDIDATES);
    for (Sampler sampler : List.of(new Hardest(), new Uniform(), new Dns(1, 0), new Adaptive())) {
      assertThat(loss(every, sampler)).isCloseTo(all, within(1e-9));
    }
    assertThat(loss(new BayesianPersonalizedRanking(2), new Uniform()))
        .isCloseTo(mean(query -> Arrays.copyOf(drawn[query], 2)), within(1e-9));
    assertThat(loss(new BayesianPersonalizedRanking(1), new Dns(1, 3)))
        .isCloseTo(
            mean(
                query ->
                    Arrays.stream(drawn[query])
                        .limit(3)
                        .boxed()
                        .max(Comparator.comparingDouble(item -> score(query, item)))
                        .stream()
                        .mapToInt(item -> item)
                        .toArray()),
            within(1e-9));
  }

  @Test
  @DisplayName("leaves out what a gate closes, and is nothing where it closes all")
  void gate() {
    Loss two = new BayesianPersonalizedRanking(CANDIDATES);
    double open =
        mean(
            query ->
                Arrays.stream(drawn[query])
                    .filter(item -> score(query, item) <= score(query, TARGETS[query]))
                    .toArray());
    assertThat(loss(two, new PositiveAware(new Hardest(), 0))).isCloseTo(open, within(1e-9));
    assertThat(loss(two, new PositiveAware(new Hardest(), -1e6))).isZero();
  }

  @Test
  @DisplayName("goes with bce and hinge, and mixes hard and random ones")
  void others() {
    for (Loss pairs : List.of(new BinaryCrossEntropy(2), new HingeLoss(2))) {
      assertThat(loss(pairs, new Mixed(new Hardest(), 0.5))).isFinite().isNotNegative();
    }
    double mixed = loss(new BayesianPersonalizedRanking(2), new Mixed(new Hardest(), 0.5));
    assertThat(mixed)
        .isCloseTo(
            mean(query -> new int[] {hardest(query, 1)[0], drawn[query][CANDIDATES - 1]}),
            within(1e-9));
  }

  @Test
  @DisplayName("is refused with what is no loss of pairs, too few candidates, shared negatives")
  void refused() {
    Stream.of(
            Map.entry(new HardPairs().loss(new SampledSoftmax()), "is no loss of pairs"),
            Map.entry(
                new HardPairs().loss(new BinaryCrossEntropy()).candidates(8), "draw at least"),
            Map.entry(new HardPairs().chosenBy(new WholePool()), "the same for all"))
        .forEach(
            bad ->
                assertThatThrownBy(
                        () -> HardGNN.builder(Presets.Models.bprMf()).loss(bad.getKey()).build())
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining(bad.getValue()));
    assertThatThrownBy(
            () ->
                HardGNN.builder(Presets.Models.bprMf())
                    .loss(new HardPairs())
                    .loss(new BinaryCrossEntropy(80), 0.1)
                    .build())
        .hasMessageContaining("bce draws 80");
  }
}
