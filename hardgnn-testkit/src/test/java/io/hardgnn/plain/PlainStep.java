package io.hardgnn.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TinyStep;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.Expr;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** A training step on {@link JavaOps} with random parameters, and its parts as plain arrays. */
public final class PlainStep {

  private final ModelDefinition definition;
  private final long seed;
  private final Map<String, JavaTensor> feeds = new LinkedHashMap<>();
  private final Map<String, JavaTensor> parameters = new LinkedHashMap<>();
  private final double precision;

  /** Creates the first step of settings, with parameters between -0.8 and 0.8. */
  public PlainStep(HardGNNConfig config, long seed) {
    TinyStep step = TinyStep.of(config);
    this.definition = step.definition();
    this.seed = seed;
    // Weights of edges are fed in single precision.
    this.precision = config.encoder().graph().count() == 0 ? 1e-9 : 1e-6;
    step.feeds().forEach((name, value) -> feeds.put(name, JavaTensor.of(value)));
    JavaOps names = JavaOps.with(feeds, Map.of());
    definition.trainingStep(names);
    SplittableRandom random = new SplittableRandom(seed);
    names
        .parameters()
        .forEach(
            (name, parameter) -> {
              JavaTensor start = parameter.value();
              double[] data = random.doubles(start.data().length, -0.8, 0.8).toArray();
              parameters.put(name, new JavaTensor(start.sizes(), data));
            });
  }

  /** Returns the names of the parameters that the step declares. */
  public java.util.Set<String> parameterNames() {
    return parameters.keySet();
  }

  /** Returns a parameter of one dimension. */
  public double[] vector(String name) {
    return parameters.get(name).data();
  }

  /** Returns a parameter of two dimensions. */
  public double[][] matrix(String name) {
    return rows(parameters.get(name));
  }

  /** Returns an input of whole numbers. */
  public int[] indices(String name) {
    return Arrays.stream(feeds.get(name).data()).mapToInt(value -> (int) value).toArray();
  }

  /** Returns the item of the dataset that a row of the step's items stands for. */
  public int item(int row) {
    return feeds.containsKey(StepInputs.NODE_ITEMS) ? indices(StepInputs.NODE_ITEMS)[row] : row;
  }

  /** Returns the items of the dataset of each sequence, oldest first. */
  public int[][] histories() {
    int[] items = indices(SequenceBatch.items(SequenceBatch.HISTORY));
    return used(cell -> item(items[cell]));
  }

  /** Returns the codes of the times before the items of each sequence. */
  public int[][] gaps() {
    int[] gaps = indices(SequenceBatch.gaps(SequenceBatch.HISTORY));
    return used(cell -> gaps[cell]);
  }

  private int[][] used(IntUnaryOperator ofCell) {
    JavaTensor mask = feeds.get(SequenceBatch.mask(SequenceBatch.HISTORY));
    int length = mask.sizes()[1];
    return IntStream.range(0, mask.sizes()[0])
        .mapToObj(
            row ->
                IntStream.range(row * length, (row + 1) * length)
                    .filter(cell -> mask.data()[cell] != 0)
                    .map(ofCell)
                    .toArray())
        .toArray(int[][]::new);
  }

  /** Returns the place of each query in its history; for targets at every position. */
  public int[] places() {
    int length = feeds.get(SequenceBatch.mask(SequenceBatch.HISTORY)).sizes()[1];
    int[][] histories = histories();
    int[] sequences = indices(StepInputs.TARGET_SEQUENCES);
    int[] positions = indices(StepInputs.TARGET_POSITIONS);
    return IntStream.range(0, sequences.length)
        .map(
            query -> {
              int padding = length - histories[sequences[query]].length;
              return positions[query] - sequences[query] * length - padding;
            })
        .toArray();
  }

  /**
   * Returns the vector of each query; for targets at every position.
   *
   * @param embed gives a vector for each place of a history
   */
  public double[][] queries(Function<int[], double[][]> embed) {
    int[][] histories = histories();
    return queriesOfRows(row -> embed.apply(histories[row]));
  }

  /**
   * Returns the vector of each query; for targets at every position.
   *
   * @param embed gives a vector for each place of a sequence, by its number
   */
  public double[][] queriesOfRows(IntFunction<double[][]> embed) {
    double[][][] embedded =
        IntStream.range(0, histories().length).mapToObj(embed).toArray(double[][][]::new);
    int[] sequences = indices(StepInputs.TARGET_SEQUENCES);
    int[] places = places();
    return IntStream.range(0, places.length)
        .mapToObj(query -> embedded[sequences[query]][places[query]])
        .toArray(double[][]::new);
  }

  /** Returns the user of each query. */
  public int[] usersOfQueries() {
    int[] users = indices(StepInputs.NODE_USERS);
    int[] rows = indices(StepInputs.BATCH_USERS);
    return Arrays.stream(indices(StepInputs.TARGET_SEQUENCES))
        .map(row -> users[rows[row]])
        .toArray();
  }

  /** Compares the embeddings of all items. */
  public void assertItems(double[][] expected) {
    double[][] actual = value(forward -> forward.nodes().catalogue().embed(null));
    for (int item = 0; item < expected.length; item++) {
      assertThat(actual[item])
          .as("item %d, seed %d", item, seed)
          .usingComparatorWithPrecision(precision)
          .containsExactly(expected[item]);
    }
  }

  /** Returns the user vector of each query, from the algebra. */
  public double[][] userVectors() {
    return value(ForwardPass::userVectors);
  }

  /** Returns something of the forward pass, from the algebra. */
  public double[][] value(Function<ForwardPass, Expr> part) {
    JavaOps ops = JavaOps.with(feeds, parameters);
    return rows(ops.valueOf(part.apply(definition.forward(ops))));
  }

  /** Compares the user vector of each query. */
  public void assertUserVectors(double[][] expected) {
    double[][] actual = userVectors();
    assertThat(actual).as("queries").hasDimensions(expected.length, expected[0].length);
    for (int query = 0; query < expected.length; query++) {
      assertThat(actual[query])
          .as("query %d, seed %d", query, seed)
          .usingComparatorWithPrecision(precision)
          .containsExactly(expected[query]);
    }
  }

  /** Returns a loss term without the weight of the step, from the algebra. */
  public double term(String kind) {
    JavaOps ops = JavaOps.with(feeds, parameters);
    Objective.Terms terms = definition.trainingStep(ops);
    return ops.valueOf(terms.unweighted().get(kind)).item() / stepWeight();
  }

  /** Compares a loss term. */
  public void assertTerm(String kind, double expected) {
    assertThat(term(kind))
        .as("%s, seed %d", kind, seed)
        .isCloseTo(expected, within(precision * Math.max(1, Math.abs(expected))));
  }

  private double stepWeight() {
    JavaTensor weight = feeds.get(StepInputs.STEP_WEIGHT);
    return weight == null ? 1 : weight.item();
  }

  private static double[][] rows(JavaTensor matrix) {
    int columns = matrix.sizes()[1];
    double[][] rows = new double[matrix.sizes()[0]][];
    Arrays.setAll(
        rows, row -> Arrays.copyOfRange(matrix.data(), row * columns, (row + 1) * columns));
    return rows;
  }
}
