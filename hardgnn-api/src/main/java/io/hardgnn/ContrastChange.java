package io.hardgnn;

import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Sampler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the builder was told of the contrastive loss, to be put into the objective when all of it is
 * known: whichever of these comes first may add the loss.
 *
 * @param hardNegatives negatives of each anchor, 0 to remove the loss, or null for what it has
 * @param sampler chooses them, or null for what it has
 * @param lambda weight of the loss, or null for what it has
 * @param temperature or null for what it has
 */
record ContrastChange(
    @Nullable Integer hardNegatives,
    @Nullable Sampler sampler,
    @Nullable Double lambda,
    @Nullable Double temperature) {

  /** No change. */
  static final ContrastChange NONE = new ContrastChange(null, null, null, null);

  /** The weight of a loss that a number of hard negatives adds. */
  private static final double WEIGHT = 0.1;

  ContrastChange hardNegatives(int count) {
    return new ContrastChange(count, sampler, lambda, temperature);
  }

  ContrastChange sampler(Sampler other) {
    return new ContrastChange(hardNegatives, other, lambda, temperature);
  }

  ContrastChange lambda(double weight) {
    return new ContrastChange(hardNegatives, sampler, weight, temperature);
  }

  ContrastChange temperature(double value) {
    return new ContrastChange(hardNegatives, sampler, lambda, value);
  }

  /** Returns what of this an objective cannot take. */
  List<String> violations(Objective objective) {
    List<String> violations = new ArrayList<>();
    boolean alone = hardNegatives == null && lambda == null;
    if (temperature != null && alone && objective.find(InfoNce.class).isEmpty()) {
      violations.add(
          "temperature is that of the contrastive loss, which these settings do not have; add it"
              + " by hardNegatives(k) or lambda(weight)");
    }
    if (lambda != null && objective.main() instanceof InfoNce) {
      violations.add(
          "lambda weighs the contrastive loss beside the main one, and here it is the main one");
    }
    return violations;
  }

  /** Returns the objective with this. */
  Objective applyTo(Objective objective) {
    if (equals(NONE)) {
      return objective;
    }
    Term term = objective.find(InfoNce.class).orElse(new Term(new InfoNce(), WEIGHT, 0));
    InfoNce loss = applyTo((InfoNce) term.loss());
    if (objective.main() instanceof InfoNce) {
      return objective.main(loss);
    }
    double weight = lambda == null ? term.weight() : lambda;
    boolean removed = hardNegatives != null && hardNegatives == 0;
    return objective.plus(removed ? 0 : weight, loss, term.fromEpoch());
  }

  private InfoNce applyTo(InfoNce loss) {
    InfoNce changed = hardNegatives == null ? loss : loss.hardNegatives(hardNegatives);
    changed = sampler == null ? changed : changed.chosenBy(sampler);
    return temperature == null ? changed : changed.temperature(temperature);
  }
}
