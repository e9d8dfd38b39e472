package io.hardgnn.loss;

import io.hardgnn.encoder.Gives;
import io.hardgnn.negatives.Contrast;
import io.hardgnn.negatives.HardNegatives;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.List;
import java.util.Set;

/**
 * The contrastive loss (paper eq. 12; van den Oord, Li and Vinyals, <i>Representation Learning with
 * Contrastive Predictive Coding</i>, 2018): the anchor's cosine with its positive against its
 * cosines with negatives, divided by a temperature, averaged over anchors.
 *
 * <p>No negative is a training item of the anchor's user, unless sampler
 * {@link io.hardgnn.negatives.WholePool} or one of your own takes it.
 *
 * <p>Gradients flow into anchors, positives and negatives; the choice of negatives carries none.
 *
 * @param hardNegatives negatives per anchor {@code K}, at least 1; default 10
 * @param temperature {@code tau}, above 0 to 10; default 0.1; lower values look at the hardest
 *     negatives only
 * @param sampler which negatives of the pool; default the hardest by score
 * @param pool where negatives come from; default those that the batch shares
 */
public record InfoNce(int hardNegatives, double temperature, Sampler sampler, Pool pool)
    implements Loss {

  /** Creates the defaults. */
  public InfoNce() {
    this(10, 0.1, new Hardest(), new Pool.Batch());
  }

  @Override
  public String kind() {
    return "info_nce";
  }

  @Override
  public List<Part> parts() {
    return List.of(sampler, pool);
  }

  /** Returns this loss with another number of negatives per anchor. */
  public InfoNce hardNegatives(int count) {
    return new InfoNce(count, temperature, sampler, pool);
  }

  /** Returns this loss with another temperature. */
  public InfoNce temperature(double value) {
    return new InfoNce(hardNegatives, value, sampler, pool);
  }

  /** Returns this loss with negatives that another sampler chooses. */
  public InfoNce chosenBy(Sampler other) {
    return new InfoNce(hardNegatives, temperature, other, pool);
  }

  /** Returns this loss with negatives from another pool. */
  public InfoNce from(Pool other) {
    return new InfoNce(hardNegatives, temperature, sampler, other);
  }

  @Override
  public Set<Gives> needs() {
    return Set.of(Gives.SEQUENCES);
  }

  @Override
  public Draws draws() {
    return pool.draws(sampler).anchors(true);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".hardNegatives", hardNegatives, 1);
    violations.real(path + ".temperature", temperature, Bound.without(0), Bound.with(10));
    sampler.check(path + ".sampler", violations);
    sampler.checkCount(path + ".sampler", hardNegatives, "hardNegatives of info_nce", violations);
    pool.check(path + ".pool", violations);
    violations.rule(
        sampler.perAnchor() || pool instanceof Pool.Batch,
        path
            + ".sampler is "
            + sampler.kind()
            + ", whose negatives are the same for all anchors, but pool is "
            + pool.kind()
            + "; use pool batch");
    violations.rule(
        !drawsAtRandom(sampler) || !(pool instanceof Pool.Proposed),
        path
            + ".sampler is "
            + samplerThatDraws()
            + ", which draws items at random, but pool is "
            + pool.kind()
            + ", whose items are hard ones; use pool catalogue or batch, or sampler hardest");
  }

  /** A sampler that chooses at random is as uniform as what the batch shares. */
  @Override
  public boolean supposesUniform() {
    return pool instanceof Pool.Batch && (drawsAtRandom(sampler) || !sampler.perAnchor());
  }

  private static boolean drawsAtRandom(Part part) {
    return part instanceof Sampler some && some.needs().contains(Sampler.Need.RANDOM_ORDER);
  }

  /** Names the sampler, and the one within it that draws at random, if that is another. */
  String samplerThatDraws() {
    Part innermost =
        Part.within(sampler).filter(InfoNce::drawsAtRandom).reduce(sampler, (outer, in) -> in);
    return innermost == sampler ? sampler.kind() : sampler.kind() + " of " + innermost.kind();
  }

  @Override
  public void checkWithin(String path, Objective objective, Violations violations) {
    violations.rule(
        objective.targets().onePerSequence() || !pool.needsOnePerSequence(),
        path
            + ".pool is "
            + pool.kind()
            + ", which needs one query per sequence, but targets (objective.targets) are "
            + objective.targets().kind()
            + "; use pool batch, or targets one_per_user");
    if (pool instanceof Pool.Batch) {
      checkShared(path, objective, violations);
    }
  }

  private void checkShared(String path, Objective objective, Violations violations) {
    int shared = objective.draws().shared();
    if (shared == 0) {
      violations.rule(
          false,
          path
              + ".pool is batch, but "
              + objective.main().kind()
              + " draws no negatives that a batch shares, nor does another loss; give the pool a size, such as new"
              + " Pool.Batch(256), or use the softmax");
    } else if (sampler.perAnchor()) {
      violations.rule(
          hardNegatives <= shared,
          path
              + ".hardNegatives is "
              + hardNegatives
              + ", but they are chosen among the "
              + shared
              + " negatives that a batch shares; use fewer, or more negatives");
    } else {
      violations.rule(
          hardNegatives == shared,
          path
              + ".hardNegatives is "
              + hardNegatives
              + ", but sampler "
              + sampler.kind()
              + " contrasts with all "
              + shared
              + " negatives that a batch shares; use that number, or another sampler");
    }
  }

  @Override
  public long scoresPerQuery(long queries, int itemCount) {
    // An anchor is compared with every item before the hardest are taken.
    return pool instanceof Pool.Catalogue || pool instanceof Pool.Proposed ? itemCount : 0;
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    Expr anchors = ops.l2Normalize(forward.anchors());
    Expr positives = ops.l2Normalize(ops.gather(forward.nodes().items(), forward.targets()));
    Expr positive = ops.mul(ops.sum(ops.mul(anchors, positives), -1), 1 / temperature);
    Contrast contrast = pool.contrast(ops, forward, anchors, sampler, hardNegatives);
    Expr absent = HardNegatives.exclusion(ops, contrast.present());
    Expr others = ops.add(ops.mul(contrast.cosines(), 1 / temperature), absent);
    if (contrast.weights() != null) {
      others = ops.add(others, ops.log(contrast.weights()));
    }
    Dim queries = anchors.shape().dim(0);
    Expr logits = ops.concat(1, List.of(ops.reshape(positive, Shape.of(queries, 1)), others));
    return ops.mean(ops.sub(ops.logSumExp(logits), positive), 0);
  }
}
