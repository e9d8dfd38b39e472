package io.hardgnn.testkit;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** There is something to train, and a gradient to train it by. */
final class GradientContract {

  /** Half the width of a difference; the second is as good an estimate of a slope that exists. */
  private static final double[] STEPS = {2e-5, 1e-5};

  private static final double TOLERANCE = 1e-4;

  private static final String USERS = "contract.weights.users";
  private static final String ITEMS = "contract.weights.items";
  private static final String SEQUENCES = "contract.weights.sequences";
  private static final String POSITIONS = "contract.weights.positions";

  private final TinyModel model;
  private final Findings findings;
  private final Map<String, JavaTensor> feeds;

  GradientContract(TinyModel model, Findings findings) {
    this.model = model;
    this.findings = findings;
    this.feeds = feeds();
  }

  /** All nodes and sequences, and a random weight for each value that comes out of them. */
  private Map<String, JavaTensor> feeds() {
    TinySequences sequences = TinySequences.of(model.config().historyLength());
    Map<String, JavaTensor> all =
        model.nodeFeeds(
            IntStream.range(0, TinyModel.USERS).toArray(),
            IntStream.range(0, TinyModel.ITEMS).toArray());
    all.putAll(sequences.feeds());
    SplittableRandom random = new SplittableRandom(5);
    int dim = model.dim();
    all.put(USERS, TinyModel.random(random, TinyModel.USERS, dim));
    all.put(ITEMS, TinyModel.random(random, TinyModel.ITEMS, dim));
    all.put(SEQUENCES, TinyModel.random(random, sequences.rows(), dim));
    all.put(POSITIONS, TinyModel.random(random, sequences.rows(), sequences.length(), dim));
    return all;
  }

  void check() {
    Map<String, JavaTensor> start = model.initial();
    findings.attempt(
        "the forward pass from initial parameters, as its gradient would be NaN,",
        () -> loss(new FiniteOps(feeds, start)));
    findings.attempt(
        "the forward pass from moved parameters, as its gradient would be NaN,",
        () -> loss(new FiniteOps(feeds, model.moved())));
    findings.attempt("the slope of a loss", () -> checkSlopes(start));
  }

  /** A weighted sum of all that comes out, so that nothing can hide behind anything else. */
  private Expr loss(Ops ops) {
    NodeEmbeddings nodes = model.wanted(ops);
    SequenceEmbeddings embedded =
        model.encoder().embedSequences(ops, nodes.items(), model.sequences(ops));
    Dim dim = Dim.of(model.dim());
    Dim batch = Dim.named("B");
    List<Expr> terms = new ArrayList<>();
    add(ops, terms, USERS, nodes.users(), Dim.named("NU"), dim);
    add(ops, terms, ITEMS, nodes.items(), Dim.named("NI"), dim);
    @Nullable Expr users =
        nodes.users() == null
            ? null
            : ops.mul(
                embedded.instance(), 0.5); // any users: those of the batch are not what is tested
    add(
        ops,
        terms,
        SEQUENCES,
        model.encoder().combine(ops, users, embedded.instance()),
        batch,
        dim);
    add(ops, terms, SEQUENCES, embedded.instance(), batch, dim);
    add(ops, terms, POSITIONS, embedded.positions(), batch, Dim.named("M"), dim);
    return ops.sumAll(ops.stack(0, terms));
  }

  private static void add(
      Ops ops, List<Expr> terms, String weights, @Nullable Expr values, Dim... shape) {
    if (values != null) {
      Expr weight = ops.input(weights, DType.FLOAT, Shape.of(shape));
      terms.add(ops.sumAll(ops.mul(values, weight)));
    }
  }

  private void checkSlopes(Map<String, JavaTensor> start) {
    Map<String, Double> slopes = new LinkedHashMap<>();
    start.forEach(
        (name, value) -> {
          SplittableRandom random = new SplittableRandom(11);
          JavaTensor direction = value.map(x -> random.nextBoolean() ? 1 : -1);
          double[] slope = new double[STEPS.length];
          for (int i = 0; i < STEPS.length; i++) {
            slope[i] =
                NumericGradient.along(feeds, start, Map.of(name, direction), STEPS[i], this::loss);
          }
          double error = Math.abs(slope[0] - slope[1]) / Math.max(1, Math.abs(slope[1]));
          findings.require(
              error <= TOLERANCE, // false for NaN
              "the slope of a loss along parameter '%s' is %s over one distance and %s over half of it: it has no gradient there",
              name,
              slope[0],
              slope[1]);
          slopes.put(name, slope[1]);
        });
    findings.require(
        slopes.values().stream().anyMatch(slope -> Math.abs(slope) > 1e-9),
        "nothing that comes out depends on any of the parameters %s: there is nothing to train",
        start.keySet());
  }
}
