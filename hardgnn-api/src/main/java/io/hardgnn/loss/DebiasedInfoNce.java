package io.hardgnn.loss;

import io.hardgnn.encoder.Gives;
import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.List;
import java.util.Set;

/**
 * Debiased contrastive loss (Chuang et al., <i>Debiased Contrastive Learning</i>, NeurIPS 2020)
 * with a concentration on hard negatives (Robinson et al., <i>Contrastive Learning with Hard
 * Negative Samples</i>, ICLR 2021): some of the random negatives would suit the user, and their
 * share is taken out of the denominator again.
 *
 * <p>With {@code p} and {@code n_j} the exponentials of cosines, divided by the temperature, of an
 * anchor with its positive and with {@code N} uniform negatives, the loss is
 * {@code -log(p / (p + N g))} with
 * {@code g = max((sum_j w_j n_j / N - prior p) / (1 - prior), e^(-1 / temperature))} and weights
 * {@code w_j = n_j^concentration / mean(n^concentration)}, averaged over anchors. Without prior and
 * concentration it is {@link InfoNce} over all negatives of a batch.
 *
 * <p>The batch shares the negatives, none of which is left out, training items of the user and the
 * positive itself neither: it is the prior that stands for those that are no negatives.
 *
 * @param negatives shared negatives {@code N}, at least 1; default 256; fewer if there are not that
 *     many items, and all that a batch shares if another loss wants more
 * @param temperature above 0 to 10; default 0.1
 * @param prior share of items that suit a user, in {@code [0, 1)}; default 0.01
 * @param concentration how much more a hard negative counts, at least 0; default 1; 0 counts all
 *     the same
 */
public record DebiasedInfoNce(int negatives, double temperature, double prior, double concentration)
    implements Loss {

  /** Smallest number whose logarithm single precision can take. */
  private static final double LEAST = 1e-30;

  /** Creates the defaults. */
  public DebiasedInfoNce() {
    this(256, 0.1, 0.01, 1);
  }

  /** Returns this loss with another number of negatives. */
  public DebiasedInfoNce negatives(int count) {
    return new DebiasedInfoNce(count, temperature, prior, concentration);
  }

  /** Returns this loss with another temperature. */
  public DebiasedInfoNce temperature(double value) {
    return new DebiasedInfoNce(negatives, value, prior, concentration);
  }

  /** Returns this loss with another share of negatives that are taken to be none. */
  public DebiasedInfoNce prior(double share) {
    return new DebiasedInfoNce(negatives, temperature, share, concentration);
  }

  /** Returns this loss with another weight of hard negatives. */
  public DebiasedInfoNce concentration(double value) {
    return new DebiasedInfoNce(negatives, temperature, prior, value);
  }

  @Override
  public String kind() {
    return "debiased_info_nce";
  }

  @Override
  public Set<Gives> needs() {
    return Set.of(Gives.SEQUENCES);
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(negatives).anchors(true);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
    violations.real(path + ".temperature", temperature, Bound.without(0), Bound.with(10));
    violations.rate(path + ".prior", prior);
    violations.real(
        path + ".concentration",
        concentration,
        Bound.with(0),
        Bound.without(Double.POSITIVE_INFINITY));
  }

  @Override
  public boolean supposesUniform() {
    return true;
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward);
    Expr items = ops.l2Normalize(shared.embeddings());
    Expr positives = ops.l2Normalize(ops.gather(forward.nodes().items(), forward.targets()));
    List<Expr> losses =
        ops.mapRows(
            List.of(ops.l2Normalize(forward.anchors()), positives),
            rows -> {
              Expr positive =
                  ops.mul(ops.sum(ops.mul(rows.get(0), rows.get(1)), -1), 1 / temperature);
              Expr cosines = ops.matmulTransposed(rows.get(0), items);
              Expr negatives = ops.mul(cosines, 1 / temperature);
              // Taken off every exponent, so that none is above 0 and one of them is 0.
              Expr greatest = ops.stopGradient(ops.maximum(ops.max(negatives, 1), positive));
              Expr others = others(ops, negatives, positive, greatest);
              // -log(p / (p + o)) is softplus(log o - log p).
              return List.of(ops.softplus(ops.sub(ops.log(others), ops.sub(positive, greatest))));
            });
    return ops.mean(losses.get(0), 0);
  }

  /** Returns {@code N g}, of exponents that are less by the greatest of a row, {@code [n]}. */
  private Expr others(Ops ops, Expr negatives, Expr positive, Expr greatest) {
    double count = negatives.shape().dim(1).size();
    // The weights' mean is that of a softmax, which does not overflow.
    Expr weights = ops.softmax(ops.mul(negatives, concentration));
    Expr shifted = ops.sub(negatives, ops.expandDims(greatest, 1));
    Expr mean = ops.sum(ops.mul(weights, ops.exp(shifted)), 1);
    Expr suiting = ops.mul(ops.exp(ops.sub(positive, greatest)), prior);
    Expr debiased = ops.mul(ops.sub(mean, suiting), 1 / (1 - prior));
    Expr least = ops.exp(ops.add(ops.mul(greatest, -1.0), -1 / temperature));
    return ops.mul(ops.maximum(debiased, ops.maximum(least, ops.constant(LEAST))), count);
  }
}
