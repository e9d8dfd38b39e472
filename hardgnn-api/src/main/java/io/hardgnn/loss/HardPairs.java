package io.hardgnn.loss;

import io.hardgnn.encoder.Gives;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.PairCandidates;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.SamplerDraws;
import java.util.List;
import java.util.Set;

/**
 * A loss of pairs whose negatives a {@link Sampler} chooses: of some random items drawn for each
 * target, none of them a training item of its user, as many as the loss has negatives. For models
 * of users and items, such as matrix factorisation and LightGCN, this is what hard negatives were
 * first proposed for: {@code new HardPairs(new BayesianPersonalizedRanking(), 64, new Hardest())}
 * is dynamic negative sampling (Zhang et al., SIGIR 2013), with {@link io.hardgnn.negatives.Dns}
 * its generalisation, with {@link io.hardgnn.negatives.Adaptive} AHNS (Lai et al., AAAI 2024).
 *
 * <p>Averaged over the negatives that were chosen. The choice carries no gradient. {@link BatchL2}
 * beside it regularises all that were drawn. Samplers of your own get vectors of one number here,
 * see {@link PairCandidates}.
 *
 * @param loss a {@link PairLoss}; default {@code bpr} of one negative
 * @param candidates random items drawn for each target, at least as many as the loss has negatives;
 *     default 64
 * @param sampler which of them; default the hardest by score
 */
public record HardPairs(Loss loss, int candidates, Sampler sampler) implements Loss {

  /** Creates the defaults. */
  public HardPairs() {
    this(new BayesianPersonalizedRanking(), 64, new Hardest());
  }

  /** Returns this with another loss of pairs. */
  public HardPairs loss(Loss other) {
    return new HardPairs(other, candidates, sampler);
  }

  /** Returns this with another number of random items for each target. */
  public HardPairs candidates(int count) {
    return new HardPairs(loss, count, sampler);
  }

  /** Returns this with negatives that another sampler chooses. */
  public HardPairs chosenBy(Sampler other) {
    return new HardPairs(loss, candidates, other);
  }

  @Override
  public String kind() {
    return "hard_pairs";
  }

  @Override
  public List<Part> parts() {
    return List.of(loss, sampler);
  }

  @Override
  public Set<Gives> needs() {
    return loss.needs();
  }

  @Override
  public Draws draws() {
    boolean epoch = sampler.needs().contains(Sampler.Need.EPOCH);
    return Draws.NONE.perQuery(candidates).sampler(new SamplerDraws(false, false, epoch));
  }

  @Override
  public void check(String path, Violations violations) {
    if (loss instanceof PairLoss pairs) {
      pairs.check(path + ".loss", violations);
      violations.rule(
          pairs.negatives() <= candidates,
          path
              + ".candidates is "
              + candidates
              + ", but "
              + pairs.kind()
              + " within hard_pairs has "
              + pairs.negatives()
              + " negatives; draw at least as many");
    } else {
      violations.rule(
          false,
          path
              + ".loss is "
              + loss.kind()
              + ", which is no loss of pairs; hard_pairs takes bpr, bce or hinge");
    }
    violations.atLeast(path + ".candidates", candidates, 1);
    sampler.check(path + ".sampler", violations);
    if (loss instanceof PairLoss pairs) {
      sampler.checkCount(
          path + ".sampler",
          pairs.negatives(),
          "negatives of " + pairs.kind() + " within hard_pairs",
          violations);
    }
    violations.rule(
        sampler.perAnchor(),
        path
            + ".sampler is "
            + sampler.kind()
            + ", whose negatives are the same for all; hard_pairs needs one that chooses for each target");
  }

  @Override
  public void checkWithin(String path, Objective objective, Violations violations) {
    for (Term term : objective.terms()) {
      int drawn = term.loss().draws().perQuery();
      boolean alike = drawn == 0 || drawn == candidates;
      DrawnAlike.check(alike, path + ".candidates", candidates, term.loss(), violations);
    }
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    PairLoss ofPairs = (PairLoss) loss;
    Chosen chosen = Chosen.by(sampler, ops, drawn(ops, forward), ofPairs.negatives());
    int count = chosen.vectors().shape().dim(1).size();
    Dim queries = forward.targets().shape().dim(0);
    Expr positives =
        ops.add(
            ops.expandDims(forward.targetScores(ops), 1),
            ops.constant(new double[count], Shape.of(1, count)));
    Shape pairs = Shape.of(queries.times(Dim.of(count)));
    Expr each =
        ofPairs.ofEach(
            ops,
            new SampledPairs(ops.reshape(positives, pairs), ops.reshape(chosen.vectors(), pairs)));
    Expr losses = ops.reshape(each, Shape.of(queries, count));
    Expr weights =
        chosen.weights() == null ? chosen.present() : ops.mul(chosen.present(), chosen.weights());
    Expr all = ops.sumAll(ops.add(ops.mul(ops.stopGradient(losses), 0), weights));
    Expr none = ops.greater(ops.constant(Float.MIN_NORMAL), all);
    return ops.div(ops.sumAll(ops.mul(losses, weights)), ops.where(none, ops.constant(1), all));
  }

  /**
   * Returns the items that are chosen for each query, by the unit vectors of the model, without
   * gradient: to look at the choice that {@link #compute} makes.
   */
  public Chosen chosenItems(Ops ops, ForwardPass forward) {
    PairCandidates items = drawn(ops, forward).asItems(ops);
    return Chosen.by(sampler, ops, items, ((PairLoss) loss).negatives());
  }

  private PairCandidates drawn(Ops ops, ForwardPass forward) {
    Expr scores = SampledPairs.score(ops, forward).negative();
    return PairCandidates.of(ops, forward, scores, candidates);
  }
}
