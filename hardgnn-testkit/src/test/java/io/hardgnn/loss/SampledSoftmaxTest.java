package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.scoring.Prediction;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The softmax loss, in plain arithmetic,")
class SampledSoftmaxTest {

  private static final int ITEMS = 12;
  private static final int QUERIES = 3;
  private static final int DIM = 4;
  private static final int[] TARGETS = {5, 0, 11};
  private static final double[] EXPECTED_TARGETS = {0.4, 0.1, 0.7};

  private final SplittableRandom random = new SplittableRandom(8);
  private final double[][] items = matrix(ITEMS);
  private final double[][] users = matrix(QUERIES);
  private final float[] biases = new float[ITEMS];

  SampledSoftmaxTest() {
    for (int item = 0; item < ITEMS; item++) {
      biases[item] = (float) random.nextDouble(-1, 1);
    }
  }

  private double[][] matrix(int rows) {
    double[][] matrix = new double[rows][];
    Arrays.setAll(matrix, row -> random.doubles(DIM, -1.5, 1.5).toArray());
    return matrix;
  }

  private double loss(SampledSoftmax softmax, int... shared) {
    return loss(softmax, null, shared);
  }

  /** The loss, with how often each shared negative was expected, or null if all alike. */
  private double loss(Loss softmax, double @Nullable [] expected, int... shared) {
    Map<String, JavaTensor> inputs =
        Map.of(
            "items",
            JavaTensor.matrix(items),
            "users",
            JavaTensor.matrix(users),
            StepInputs.TARGETS,
            JavaTensor.indices(TARGETS),
            StepInputs.SHARED_NEGATIVES,
            JavaTensor.indices(shared),
            StepInputs.SHARED_LOG_WEIGHTS,
            JavaTensor.vector(minusLogs(expected == null ? new double[0] : expected)),
            StepInputs.TARGET_LOG_WEIGHTS,
            JavaTensor.vector(minusLogs(EXPECTED_TARGETS)));
    JavaOps ops = JavaOps.with(inputs, Map.of());
    ForwardPass forward =
        PlainStep.of(
            ops,
            ITEMS,
            DIM,
            new Prediction(new Scoring.DotWithBias(), biases),
            shared.length,
            expected != null);
    return ops.valueOf(softmax.compute(ops, forward)).item();
  }

  private static double[] minusLogs(double... values) {
    return Arrays.stream(values).map(value -> -Math.log(value)).toArray();
  }

  private double score(int query, int item) {
    return IntStream.range(0, DIM).mapToDouble(i -> users[query][i] * items[item][i]).sum()
        + biases[item];
  }

  /** Mean over queries of {@code log(e^p + sum) - p} with a sum over other items. */
  private double mean(Sum sum) {
    return IntStream.range(0, QUERIES)
        .mapToDouble(
            query -> {
              double own = Math.exp(score(query, TARGETS[query]));
              return Math.log((own + sum.of(query, TARGETS[query])) / own);
            })
        .average()
        .orElseThrow();
  }

  private interface Sum {
    double of(int query, int target);
  }

  private double sum(int query, int target, IntStream some) {
    return some.filter(item -> item != target)
        .mapToDouble(item -> Math.exp(score(query, item)))
        .sum();
  }

  @Test
  @DisplayName("is the full softmax where the negatives are all items, in any order")
  void full() {
    int[] all = {3, 1, 0, 2, 11, 10, 9, 8, 4, 5, 6, 7};
    assertThat(loss(new SampledSoftmax(ITEMS), all))
        .isCloseTo(
            mean((query, target) -> sum(query, target, IntStream.range(0, ITEMS))), within(1e-9));
  }

  @Test
  @DisplayName(
      "weighs uniform negatives as all items, each drawn N times in V; the target among them as"
          + " nothing")
  void uniform() {
    int[] shared = {5, 2, 7, 9};
    assertThat(loss(new SampledSoftmax(4), shared))
        .isCloseTo(
            mean((query, target) -> ITEMS / 4.0 * sum(query, target, Arrays.stream(shared))),
            within(1e-9));
  }

  @ParameterizedTest(name = "{0} hardest")
  @ValueSource(ints = {1, 3, 7})
  @DisplayName("counts the hardest items as they are and the other uniform ones as the rest")
  void hard(int count) {
    int[] shared = {5, 2, 7, 9, 10};
    assertThat(loss(new SampledSoftmax(5).hardNegatives(count), shared))
        .isCloseTo(
            mean(
                (query, target) -> {
                  int[] hardest =
                      IntStream.range(0, ITEMS)
                          .boxed()
                          .sorted((a, b) -> Double.compare(score(query, b), score(query, a)))
                          .limit(count + 1)
                          .mapToInt(item -> item)
                          .toArray();
                  IntStream rest =
                      Arrays.stream(shared)
                          .filter(item -> Arrays.stream(hardest).noneMatch(h -> h == item));
                  return sum(query, target, Arrays.stream(hardest))
                      + ITEMS / 5.0 * sum(query, target, rest);
                }),
            within(1e-9));
  }

  @Test
  @DisplayName("is the full softmax where the hardest are all there are")
  void allHard() {
    assertThat(loss(new SampledSoftmax(2).hardNegatives(50), 4, 8))
        .isCloseTo(
            mean((query, target) -> sum(query, target, IntStream.range(0, ITEMS))), within(1e-8));
  }

  @Test
  @DisplayName("weighs negatives of a proposal by the inverse of how often they were expected")
  void weighed() {
    int[] shared = {5, 2, 7, 9};
    double[] expected = {0.9, 0.2, 0.5, 0.05};
    double weighed =
        mean(
            (query, target) ->
                IntStream.range(0, 4)
                    .mapToDouble(k -> sum(query, target, IntStream.of(shared[k])) / expected[k])
                    .sum());
    assertThat(loss(new SampledSoftmax(4), expected, shared)).isCloseTo(weighed, within(1e-9));
    double[] alike = {4.0 / ITEMS, 4.0 / ITEMS, 4.0 / ITEMS, 4.0 / ITEMS};
    double uniform = loss(new SampledSoftmax(4), alike, shared);
    assertThat(uniform).isCloseTo(loss(new SampledSoftmax(4), shared), within(1e-9));
  }

  @Test
  @DisplayName("leaves out what scores above the target by more than the margin, hard or not")
  void margin() {
    int[] shared = {5, 2, 7, 9, 10};
    int[] all = IntStream.range(0, ITEMS).toArray();
    for (double margin : new double[] {0.1, 1, 2}) {
      assertThat(loss(new SampledSoftmax(ITEMS).margin(margin), all))
          .isCloseTo(
              mean((query, target) -> sum(query, target, upTo(query, target, margin, all))),
              within(1e-9));
      assertThat(loss(new SampledSoftmax(5).margin(margin), shared))
          .isCloseTo(
              mean(
                  (query, target) ->
                      ITEMS / 5.0 * sum(query, target, upTo(query, target, margin, shared))),
              within(1e-9));
      assertThat(loss(new SampledSoftmax(5).hardNegatives(50).margin(margin), shared))
          .as("all are among the hardest")
          .isCloseTo(
              mean((query, target) -> sum(query, target, upTo(query, target, margin, all))),
              within(1e-8));
    }
    assertThat(loss(new SampledSoftmax(ITEMS).margin(1e-9), all))
        .as("the target stays, however small the margin")
        .isCloseTo(
            mean((query, target) -> sum(query, target, upTo(query, target, 0, all))), within(1e-9));
    assertThat(loss(new SampledSoftmax(ITEMS).margin(0.1), all))
        .isLessThan(loss(new SampledSoftmax(ITEMS).margin(2), all));
  }

  @Test
  @DisplayName("leaves out what is beyond the margin of the hardest and of the uniform ones")
  void marginBesideHardest() {
    int[] shared = {5, 2, 7, 9, 10};
    double margin = 0.3;
    double expected =
        mean(
            (query, target) -> {
              double third = best(query, 3, IntStream.range(0, ITEMS).toArray());
              IntStream hardest =
                  upTo(query, target, margin, IntStream.range(0, ITEMS).toArray())
                      .filter(item -> score(query, item) >= third);
              IntStream rest =
                  upTo(query, target, margin, shared).filter(item -> score(query, item) < third);
              return sum(query, target, hardest) + ITEMS / 5.0 * sum(query, target, rest);
            });
    SampledSoftmax softmax = new SampledSoftmax(5).hardNegatives(2).margin(margin);
    assertThat(loss(softmax, shared)).isCloseTo(expected, within(1e-9));
    assertThat(loss(softmax.margin(0.01), shared)).isLessThan(expected);
  }

  private IntStream upTo(int query, int target, double margin, int... some) {
    return Arrays.stream(some).filter(item -> score(query, item) <= score(query, target) + margin);
  }

  @Test
  @DisplayName("weighs targets by how near they are to the K best of all items")
  void weighedAtK() {
    int[] all = IntStream.range(0, ITEMS).toArray();
    double exact = weighedBy(query -> best(query, 3, all), 0.7);
    assertThat(loss(new SampledSoftmax(ITEMS).atK(3).atKTemperature(0.7), all))
        .isCloseTo(exact, within(1e-9));
    assertThat(loss(new SampledSoftmax(2).hardNegatives(50).atK(3).atKTemperature(0.7), 4, 8))
        .as("all are among the hardest")
        .isCloseTo(exact, within(1e-8));
    assertThat(loss(new SampledSoftmax(ITEMS).atK(40).atKTemperature(0.7), all))
        .as("more than there are")
        .isCloseTo(weighedBy(query -> best(query, ITEMS, all), 0.7), within(1e-9));
    assertThat(loss(new SampledSoftmax(ITEMS).atK(3).atKTemperature(1e6), all))
        .as("all alike")
        .isCloseTo(loss(new SampledSoftmax(ITEMS), all) / 2, within(1e-5));
  }

  @Test
  @DisplayName("takes for the K-th best that of the uniform negatives at the same share")
  void weighedAtSampledK() {
    int[] shared = {5, 7, 9, 10}; // the first query's target among them
    assertThat(loss(new SampledSoftmax(4).atK(6).atKTemperature(1), shared))
        .as("6 of 12 are 2 of these 4")
        .isCloseTo(weighedBySampled(2, shared), within(1e-9));
    assertThat(loss(new SampledSoftmax(4).atK(1).atKTemperature(1), shared))
        .as("not one of them: the best")
        .isCloseTo(weighedBySampled(1, shared), within(1e-9));
    assertThat(loss(new SampledSoftmax(4).atK(99).atKTemperature(1), shared))
        .as("all: the last")
        .isCloseTo(weighedBySampled(4, shared), within(1e-9));
    double few = loss(new SampledSoftmax(4).hardNegatives(2).atK(6).atKTemperature(1e6), shared);
    assertThat(few)
        .as("more than the hardest")
        .isCloseTo(loss(new SampledSoftmax(4).hardNegatives(2), shared) / 2, within(1e-5));
    assertThat(loss(new SampledSoftmax(4).hardNegatives(2).atK(6).atKTemperature(0.1), shared))
        .isNotCloseTo(few, within(1e-3));
  }

  private double weighedBySampled(int rank, int... shared) {
    return IntStream.range(0, QUERIES)
        .mapToDouble(
            query -> {
              double own = Math.exp(score(query, TARGETS[query]));
              double rest =
                  (double) ITEMS
                      / shared.length
                      * sum(query, TARGETS[query], Arrays.stream(shared));
              return weight(query, best(query, rank, shared), 1) * Math.log((own + rest) / own);
            })
        .average()
        .orElseThrow();
  }

  private double best(int query, int rank, int... items) {
    double[] scores = Arrays.stream(items).mapToDouble(item -> score(query, item)).toArray();
    Arrays.sort(scores);
    return scores[scores.length - rank];
  }

  private double weight(int query, double best, double temperature) {
    return 1 / (1 + Math.exp((best - score(query, TARGETS[query])) / temperature));
  }

  /** Mean over queries of the full softmax's losses, each weighed. */
  private double weighedBy(IntToDoubleFunction best, double temperature) {
    return IntStream.range(0, QUERIES)
        .mapToDouble(
            query -> {
              double own = Math.exp(score(query, TARGETS[query]));
              double all = own + sum(query, TARGETS[query], IntStream.range(0, ITEMS));
              return weight(query, best.applyAsDouble(query), temperature) * Math.log(all / own);
            })
        .average()
        .orElseThrow();
  }

  @Test
  @DisplayName("of a batch contrasts with the targets of the other queries, by their weights")
  void inBatch() {
    double corrected =
        mean(
            (query, target) ->
                IntStream.range(0, QUERIES)
                    .mapToDouble(
                        other ->
                            sum(query, target, IntStream.of(TARGETS[other]))
                                / EXPECTED_TARGETS[other])
                    .sum());
    assertThat(loss(new InBatchSoftmax(), null, 1)).isCloseTo(corrected, within(1e-9));
    assertThat(loss(new InBatchSoftmax(false), null, 1))
        .isCloseTo(
            mean((query, target) -> sum(query, target, Arrays.stream(TARGETS))), within(1e-9));
  }
}
