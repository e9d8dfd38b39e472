package io.hardgnn.loss;

import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Personalised self-augmented learning (paper eq. 10; Liu, Xia and Huang, SIGIR 2024): differences
 * of short-term scores should agree in sign with differences of long-term scores, weighed by how
 * far each user's interval can be trusted.
 *
 * <p>For two edges {@code a}, {@code b} of an interval, {@code d1 = w_a S_a - w_b S_b} with
 * long-term scores {@code S} that carry no gradient and learned weights {@code w},
 * {@code d2 = s_a - s_b} with short-term scores {@code s}; the term is the sum of
 * {@code max(0, 1 - d1 d2)}. A score is the sum over the dimensions of {@code LeakyReLU(u_d i_d)},
 * as in the published programs; the paper leaves it open.
 *
 * @param pairsPerUser most pairs of edges in each interval for each user of a step; a user with
 *     fewer than twice as many edges there brings half of them. Whose edges meet in a pair is left
 *     to chance. At least 1; default 40
 * @param reliabilityDim hidden size of the personalised weights, at least 1; default 48
 * @param leakySlope slope of LeakyReLU for negative values, in {@code [0, 1)}; default 0.5
 */
public record SelfAugmented(int pairsPerUser, int reliabilityDim, double leakySlope)
    implements Loss {

  /** Creates the defaults. */
  public SelfAugmented() {
    this(40, 48, 0.5);
  }

  @Override
  public String kind() {
    return "self_augmented";
  }

  /** Returns this loss with another number of pairs. */
  public SelfAugmented pairsPerUser(int pairs) {
    return new SelfAugmented(pairs, reliabilityDim, leakySlope);
  }

  /** Returns this loss with another hidden size of the personalised weights. */
  public SelfAugmented reliabilityDim(int size) {
    return new SelfAugmented(pairsPerUser, size, leakySlope);
  }

  /** Returns this loss with another slope of LeakyReLU. */
  public SelfAugmented leakySlope(double slope) {
    return new SelfAugmented(pairsPerUser, reliabilityDim, slope);
  }

  @Override
  public Set<Gives> needs() {
    return Set.of(Gives.USERS, Gives.INTERVALS);
  }

  @Override
  public Draws draws() {
    return Draws.NONE.intervalPairs(pairsPerUser);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".pairsPerUser", pairsPerUser, 1);
    violations.atLeast(path + ".reliabilityDim", reliabilityDim, 1);
    violations.rate(path + ".leakySlope", leakySlope);
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    Expr total = ops.constant(0);
    int intervals = forward.nodes().userIntervals().propagated().size();
    for (int interval = 0; interval < intervals; interval++) {
      total = ops.add(total, interval(ops, forward, interval));
    }
    return total;
  }

  /**
   * Returns the learned weight of each fed edge of an interval, by which its long-term score is
   * trusted.
   *
   * @param interval counted from 0, oldest first
   * @return {@code [2, n]} in (0, 1)
   */
  public Expr reliability(Ops ops, ForwardPass forward, int interval) {
    return Edges.of(ops, forward, interval).reliability(ops, reliabilityDim, leakySlope);
  }

  private Expr interval(Ops ops, ForwardPass forward, int interval) {
    Edges edges = Edges.of(ops, forward, interval);
    Expr weighted =
        ops.mul(
            edges.reliability(ops, reliabilityDim, leakySlope),
            ops.stopGradient(score(ops, edges.longUsers(), edges.longItems())));
    Expr longDifference = difference(ops, weighted);
    Expr shortDifference = difference(ops, score(ops, edges.shortUsers(), edges.shortItems()));
    Expr agreement = ops.mul(longDifference, shortDifference);
    return ops.sum(ops.maximum(ops.add(ops.neg(agreement), 1), ops.constant(0)), 0);
  }

  private Expr score(Ops ops, Expr users, Expr items) {
    return ops.sum(ops.leakyRelu(ops.mul(users, items), leakySlope), -1);
  }

  private static Expr difference(Ops ops, Expr sides) {
    return ops.sub(ops.select(sides, 0, 0), ops.select(sides, 0, 1));
  }

  /** Long-term and interval embeddings of the fed edges of an interval, {@code [2, n, d]} each. */
  private record Edges(Expr longUsers, Expr longItems, Expr shortUsers, Expr shortItems) {

    /** The two halves of the fed lists are the first and the second edges of the pairs. */
    static Edges of(Ops ops, ForwardPass forward, int interval) {
      Shape sides = Shape.of(Dim.of(2), Dim.named("pairs." + interval));
      Expr users = ops.input(StepInputs.intervalUsers(interval), DType.INT, sides);
      Expr items = ops.input(StepInputs.intervalItems(interval), DType.INT, sides);
      NodeEmbeddings nodes = forward.nodes();
      return new Edges(
          ops.gather(
              Objects.requireNonNull(nodes.users(), "the encoder has no interval-level users"),
              users),
          ops.gather(nodes.items(), items),
          ops.gather(nodes.userIntervals().propagated().get(interval), users),
          ops.gather(nodes.itemIntervals().propagated().get(interval), items));
    }

    Expr reliability(Ops ops, int hiddenDim, double leakySlope) {
      int d = longUsers.shape().dim(-1).size();
      Expr features =
          ops.concat(-1, List.of(ops.mul(longUsers, shortUsers), longUsers, shortUsers));
      Expr hidden =
          ops.leakyRelu(linear(ops, "reliability.0", features, 3 * d, hiddenDim), leakySlope);
      Expr logit = linear(ops, "reliability.1", hidden, hiddenDim, 1);
      return ops.sigmoid(ops.reshape(logit, logit.shape().without(-1)));
    }
  }

  private static Expr linear(Ops ops, String name, Expr x, int in, int out) {
    Expr kernel =
        ops.parameter(
            name + ".kernel",
            Shape.of(in, out),
            ParameterRole.RELIABILITY,
            Initializer.xavierUniform(in, out));
    Expr bias = ops.parameter(name + ".bias", Shape.of(out), Initializer.zeros());
    return ops.add(ops.matmul(x, kernel), bias);
  }
}
