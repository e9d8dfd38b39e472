package io.hardgnn.negatives;

import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Negatives of another sampler and uniform ones beside each other: {@code round(share K)} of the
 * {@code K} are uniform. Hard ones alone are few items, many of which may be false negatives, so
 * uniform ones stay among them (as in Yang et al., <i>Mixed Negative Sampling for Learning
 * Two-tower Neural Networks in Recommendations</i>, WWW 2020, who mix in-batch and uniform ones). A
 * share of 0 is the other sampler, of 1 {@link Uniform}.
 *
 * <p>An item that both choose counts twice. A single negative cannot be mixed.
 *
 * @param sampler chooses the others; default the hardest by score
 * @param share in {@code [0, 1]}; default 0.5
 */
public record Mixed(Sampler sampler, double share) implements Sampler {

  /** Creates the default. */
  public Mixed() {
    this(new Hardest(), 0.5);
  }

  @Override
  public String kind() {
    return "mixed";
  }

  @Override
  public List<Part> parts() {
    return List.of(sampler);
  }

  @Override
  public Set<Need> needs() {
    Set<Need> needs = EnumSet.of(Need.RANDOM_ORDER);
    needs.addAll(sampler.needs());
    return needs;
  }

  @Override
  public void check(String path, Violations violations) {
    violations.real(path + ".share", share, Bound.with(0), Bound.with(1));
    Inner.check(path, kind(), sampler, violations);
  }

  @Override
  public void checkCount(String path, int count, String asking, Violations violations) {
    violations.rule(
        count > 1 || share <= 0 || share >= 1,
        path
            + " is mixed, but is to choose 1 negative ("
            + asking
            + "); use 2 or more, or another sampler");
    int hard = count - (int) Math.round(share * count);
    if (hard > 0) {
      sampler.checkCount(path + ".sampler", hard, asking, violations);
    }
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    int uniform = (int) Math.round(share * count);
    if (uniform == 0) {
      return sampler.choose(ops, candidates, count);
    }
    if (uniform == count) {
      return new Uniform().choose(ops, candidates, count);
    }
    Chosen hard = sampler.choose(ops, candidates, count - uniform);
    return hard.with(ops, Uniform.last(ops, candidates, uniform));
  }
}
