package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.config.Presets;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.PlainQuery;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A loss of hard pairs, in plain arithmetic,")
class HardPairsTest {

  private static final int ITEMS = 20;
  private static final int DIM = 4;
  private static final int CANDIDATES = 6;
  private static final int[] TARGETS = {5, 0, 11};
  private static final int EPOCH = 2;

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
            StepInputs.EPOCH,
            JavaTensor.of(HostTensor.of(new float[] {EPOCH})),
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
    return each(new BayesianPersonalizedRanking(), query, negative);
  }

  private double each(Loss pairs, int query, int negative) {
    double positive = score(query, TARGETS[query]);
    double other = score(query, negative);
    return switch (pairs.kind()) {
      case "bpr" -> softplus(other - positive);
      case "bce" -> softplus(-positive) + softplus(other);
      default -> Math.max(0, 1 - positive + other); // hinge
    };
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  /** Mean over queries of the losses with some of their candidates. */
  private double mean(IntFunction<int[]> chosen) {
    return mean(new BayesianPersonalizedRanking(), chosen);
  }

  private double mean(Loss pairs, IntFunction<int[]> chosen) {
    return IntStream.range(0, TARGETS.length)
        .boxed()
        .flatMap(
            query -> Arrays.stream(chosen.apply(query)).mapToObj(item -> each(pairs, query, item)))
        .mapToDouble(each -> each)
        .average()
        .orElseThrow();
  }

  private double cosine(int query, int item) {
    return score(query, item) / (norm(users[query]) * norm(items[item]));
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
  }

  static Stream<Sampler> samplers() {
    return Stream.of(
        new Hardest(),
        new Hardest(Hardest.By.COSINE),
        new Uniform(),
        new Dns(2, 5),
        new Dns(1, 5, Hardest.By.COSINE),
        new Adaptive(),
        new Adaptive(0.5, 0.3, -1.5, Hardest.By.SCORE),
        new PositiveAware(new Hardest(), 0.3),
        new Mixed(new Adaptive(), 0.5),
        new Curriculum(new Hardest(), 0, 1, 4));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  @DisplayName("takes what each sampler is documented to choose, in each loss of pairs")
  void chosen(Sampler sampler) {
    Arrays.setAll(drawn, query -> random.ints(0, ITEMS).distinct().limit(CANDIDATES).toArray());
    for (Loss pairs :
        List.of(new BayesianPersonalizedRanking(2), new BinaryCrossEntropy(2), new HingeLoss(2))) {
      double expected =
          mean(
              pairs,
              query -> plain(query).chosenBy(sampler, 2).stream().mapToInt(item -> item).toArray());
      assertThat(loss(pairs, sampler)).as(pairs.kind()).isCloseTo(expected, within(1e-9));
    }
  }

  private PlainQuery plain(int query) {
    double[] order = new double[ITEMS];
    for (int place = 0; place < CANDIDATES; place++) {
      order[drawn[query][place]] = -place; // drawn in random order
    }
    return new PlainQuery(
        Arrays.stream(drawn[query]).boxed().toList(),
        order,
        IntStream.range(0, ITEMS).mapToDouble(item -> score(query, item)).toArray(),
        IntStream.range(0, ITEMS).mapToDouble(item -> cosine(query, item)).toArray(),
        TARGETS[query],
        EPOCH);
  }

  /** The hardest two, which stand for so many each. */
  private record Weighted(double first, double second) implements Sampler {
    @Override
    public String kind() {
      return "weighted";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      Chosen hardest = new Hardest().choose(ops, candidates, count);
      Expr none = ops.mul(hardest.present(), 0);
      Expr weights = ops.constant(new double[] {first, second}, Shape.of(1, 2));
      return new Chosen(hardest.vectors(), hardest.present(), ops.add(none, weights));
    }
  }

  @Test
  @DisplayName("is a mean by the weights that a sampler gives, also where they are small")
  void weighted() {
    for (double scale : new double[] {0.01, 1, 20}) {
      double expected =
          IntStream.range(0, TARGETS.length)
              .mapToDouble(
                  query ->
                      0.75 * bpr(query, hardest(query, 2)[0])
                          + 0.25 * bpr(query, hardest(query, 2)[1]))
              .average()
              .orElseThrow();
      assertThat(loss(new BayesianPersonalizedRanking(2), new Weighted(3 * scale, scale)))
          .isCloseTo(expected, within(1e-9));
    }
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
  @DisplayName("is that of a simpler sampler at the limits of the others")
  void limitsCoincide() {
    Loss two = new BayesianPersonalizedRanking(2);
    double uniform = loss(two, new Uniform());
    double hardest = loss(two, new Hardest());
    assertThat(hardest).isNotCloseTo(uniform, within(1e-3));
    assertThat(loss(two, new Dns(CANDIDATES, CANDIDATES))).isCloseTo(uniform, within(1e-9));
    assertThat(loss(two, new Mixed(new Hardest(), 0))).isCloseTo(hardest, within(1e-9));
    assertThat(loss(two, new Mixed(new Hardest(), 1))).isCloseTo(uniform, within(1e-9));
    assertThat(loss(two, new PositiveAware(new Hardest(), 1e6))).isCloseTo(hardest, within(1e-9));
    assertThat(loss(two, new PositiveAware(new Uniform(), 1e6))).isCloseTo(uniform, within(1e-9));
    Sampler past = new Curriculum(new Hardest(), 0, 1, EPOCH);
    assertThat(loss(two, past)).isCloseTo(hardest, within(1e-9));
    Sampler never = new Curriculum(new Hardest(), 0, 0, EPOCH);
    double last = // what is at random beside hard ones is what was drawn last
        mean(query -> Arrays.copyOfRange(drawn[query], CANDIDATES - 2, CANDIDATES));
    assertThat(loss(two, never)).isCloseTo(last, within(1e-9));
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
  @DisplayName("mixes hard and random ones")
  void mixed() {
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
            Map.entry(
                new HardPairs().loss(new SampledSoftmax()),
                "is no loss of pairs; hard_pairs takes bpr"),
            Map.entry(
                new HardPairs().loss(new BinaryCrossEntropy()).candidates(8),
                "bce within hard_pairs has 40 negatives"),
            Map.entry(
                new HardPairs().chosenBy(new WholePool()),
                "hard_pairs needs one that chooses for each target"))
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
