package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.StepInputs;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * From uniform negatives to those of another sampler, epoch by epoch (curriculum learning; Bengio
 * et al., ICML 2009): of the {@code K} negatives {@code round(share K)}, a half rounded down, are
 * the other sampler's, its first ones, and the rest is uniform, with
 * {@code share = from + (to - from) min(1, epoch / epochs)} and epochs counted from 0.
 *
 * <p>A share of 1 is the other sampler, of 0 {@link Uniform}; {@code from} above {@code to} is a
 * ramp down, and a single negative can be no ramp. An item that both choose counts twice. Both are
 * computed in every step.
 *
 * @param sampler chooses the hard ones; default the hardest by score
 * @param from share in the first epoch, in {@code [0, 1]}; default 0
 * @param to share from epoch {@code epochs} on, in {@code [0, 1]}; default 1
 * @param epochs length of the ramp, at least 1; default 10
 */
public record Curriculum(Sampler sampler, double from, double to, int epochs) implements Sampler {

  /** Creates the default. */
  public Curriculum() {
    this(new Hardest(), 0, 1, 10);
  }

  /** Returns this sampler with another {@link #sampler}. */
  public Curriculum sampler(Sampler other) {
    return new Curriculum(other, from, to, epochs);
  }

  /** Returns this sampler with another {@link #from}. */
  public Curriculum from(double share) {
    return new Curriculum(sampler, share, to, epochs);
  }

  /** Returns this sampler with another {@link #to}. */
  public Curriculum to(double share) {
    return new Curriculum(sampler, from, share, epochs);
  }

  /** Returns this sampler with another number of {@link #epochs}. */
  public Curriculum epochs(int count) {
    return new Curriculum(sampler, from, to, count);
  }

  @Override
  public String kind() {
    return "curriculum";
  }

  @Override
  public List<Part> parts() {
    return List.of(sampler);
  }

  @Override
  public Set<Need> needs() {
    Set<Need> needs = EnumSet.of(Need.RANDOM_ORDER, Need.EPOCH);
    needs.addAll(sampler.needs());
    return needs;
  }

  @Override
  public void check(String path, Violations violations) {
    violations.real(path + ".from", from, Bound.with(0), Bound.with(1));
    violations.real(path + ".to", to, Bound.with(0), Bound.with(1));
    violations.atLeast(path + ".epochs", epochs, 1);
    Inner.check(path, kind(), sampler, violations);
  }

  @Override
  public void checkCount(String path, int count, String asking, Violations violations) {
    violations.rule(
        count > 1 || from == to,
        path
            + " is curriculum, but is to choose 1 negative ("
            + asking
            + "), which can be no ramp; use 2 or more, or another sampler");
    sampler.checkCount(path + ".sampler", count, asking, violations);
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    Chosen hard = sampler.choose(ops, candidates, count);
    int slots = hard.count();
    Expr past = ops.mul(StepInputs.epoch(ops), 1.0 / epochs);
    Expr done = ops.neg(ops.maximum(ops.neg(past), ops.constant(-1)));
    Expr share = ops.add(ops.mul(done, to - from), from);
    // Slot k, from 0, is a hard one where k + 1/2 < share K.
    Expr before =
        ops.constant(
            IntStream.range(0, slots).mapToDouble(slot -> (slot + 0.5) / slots).toArray(),
            Shape.of(1, slots));
    Expr isHard = ops.greater(share, before);
    return hard.where(ops, isHard, Uniform.last(ops, candidates, slots));
  }
}
