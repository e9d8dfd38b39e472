package io.hardgnn.blend;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.google.common.collect.ImmutableList;
import io.hardgnn.settings.Violations;
import io.hardgnn.transitions.TransitionCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * How counts of the training interactions are added to the scores of a trained network:
 *
 * <pre>{@code
 * score_j = network_j + w log(1 + T_j / (epsilon max_k T_k)) + c log(1 + n_j) / max_k log(1 + n_k)
 * T_j     = sum of ageDecay^age T[i][j] over the last historyLength items i of the history, the newest of age 0
 * }</pre>
 *
 * <p>{@code T[i][j]} is how strongly {@code j} follows {@code i} ({@link TransitionCounter}), {@code n_j} the interactions of {@code
 * j}. Up to a constant the middle term is {@code w log(T_j / max T + epsilon)}: evidence of counts as a log-probability, beside the
 * network's logits (a weighted hybrid; Burke, <i>Hybrid Recommender Systems</i>, 2002).
 *
 * <p>The weights are lists of what may be chosen. After training the combination of best NDCG@10 on validation is taken and stands in
 * the model's configuration as lists of one; of equal ones the first. Lists of one choose nothing; zeros turn the counts off.
 *
 * <p>Of each item the {@code neighbours} strongest transitions are kept, in the model and in what is exported.
 *
 * @param transitionWeights candidates of {@code w}, each at least 0
 * @param epsilons candidates of {@code epsilon}, each above 0 and at most 1
 * @param popularityWeights candidates of {@code c}, each at least 0
 * @param steps greatest distance between two items of a sequence that counts, at least 1; default 10
 * @param stepDecay what each step more multiplies a count with, above 0 and at most 1; default 0.8
 * @param backwardWeight what a transition against the order of time counts, at least 0; default 0.5
 * @param neighbours transitions kept of each item, 1 to 4096; default 300
 * @param historyLength how many of the newest items of a history count, 1 to 1000; default 30
 * @param ageDecay what each item of the history that came later multiplies the weight of one with, above 0 and at most 1; default 0.8
 * @since 0.1.0
 */
public record Blend(
    List<Double> transitionWeights,
    List<Double> epsilons,
    List<Double> popularityWeights,
    int steps,
    double stepDecay,
    double backwardWeight,
    int neighbours,
    int historyLength,
    double ageDecay) {

  /** Keeps copies of the lists. */
  @SuppressWarnings("ConstantConditions") // JSON may hold null, which the check of settings finds
  public Blend {
    transitionWeights = transitionWeights == null ? null : ImmutableList.copyOf(transitionWeights);
    epsilons = epsilons == null ? null : ImmutableList.copyOf(epsilons);
    popularityWeights = popularityWeights == null ? null : ImmutableList.copyOf(popularityWeights);
  }

  /** Returns the default: weights from "off" to strong, chosen on validation. */
  public static Blend chosen() {
    return off()
        .transitions(0.0, 0.5, 1.0, 2.0, 3.0)
        .epsilons(0.01, 0.003, 0.03)
        .popularity(0.0, 0.1, 0.2, 0.5, 1.0);
  }

  /** Returns a blend of the network alone. */
  public static Blend off() {
    return new Blend(List.of(0.0), List.of(0.01), List.of(0.0), 10, 0.8, 0.5, 300, 30, 0.8);
  }

  /** Returns this blend with other candidates of {@link #transitionWeights}. */
  public Blend transitions(Double... weights) {
    return new Blend(
        List.of(weights),
        epsilons,
        popularityWeights,
        steps,
        stepDecay,
        backwardWeight,
        neighbours,
        historyLength,
        ageDecay);
  }

  /** Returns this blend with other candidates of {@link #epsilons}. */
  public Blend epsilons(Double... candidates) {
    return new Blend(
        transitionWeights,
        List.of(candidates),
        popularityWeights,
        steps,
        stepDecay,
        backwardWeight,
        neighbours,
        historyLength,
        ageDecay);
  }

  /** Returns this blend with other candidates of {@link #popularityWeights}. */
  public Blend popularity(Double... weights) {
    return new Blend(
        transitionWeights,
        epsilons,
        List.of(weights),
        steps,
        stepDecay,
        backwardWeight,
        neighbours,
        historyLength,
        ageDecay);
  }

  /** Returns this blend counted in another way; sums and exponents are always {@link TransitionCounter}'s defaults. */
  public Blend counting(int steps, double stepDecay, double backwardWeight) {
    return new Blend(
        transitionWeights,
        epsilons,
        popularityWeights,
        steps,
        stepDecay,
        backwardWeight,
        neighbours,
        historyLength,
        ageDecay);
  }

  /** Returns this blend with another number of {@link #neighbours}. */
  public Blend neighbours(int most) {
    return new Blend(
        transitionWeights,
        epsilons,
        popularityWeights,
        steps,
        stepDecay,
        backwardWeight,
        most,
        historyLength,
        ageDecay);
  }

  /** Returns this blend that looks at another part of the history. */
  public Blend history(int length, double decay) {
    return new Blend(
        transitionWeights,
        epsilons,
        popularityWeights,
        steps,
        stepDecay,
        backwardWeight,
        neighbours,
        length,
        decay);
  }

  /** Returns this blend with weights that are no longer to be chosen. */
  public Blend fixed(BlendWeights weights) {
    return transitions(weights.transition())
        .epsilons(weights.epsilon())
        .popularity(weights.popularity());
  }

  /** Returns all combinations of the candidates, the epsilons first where transitions do not count. */
  @JsonIgnore
  public List<BlendWeights> combinations() {
    List<BlendWeights> all = new ArrayList<>();
    for (double transition : transitionWeights) {
      for (double epsilon : transition == 0 ? epsilons.subList(0, 1) : epsilons) {
        for (double popularity : popularityWeights) {
          all.add(new BlendWeights(transition, epsilon, popularity));
        }
      }
    }
    return all;
  }

  /** Returns whether nothing is added to the network whatever is chosen. */
  @JsonIgnore
  public boolean isOff() {
    return combinations().stream().allMatch(BlendWeights::isOff);
  }

  /** Returns how transitions are counted. */
  @JsonIgnore
  public TransitionCounter counter() {
    return TransitionCounter.defaults()
        .steps(steps)
        .stepDecay(stepDecay)
        .backwardWeight(backwardWeight)
        .neighbours(neighbours);
  }

  /** Adds what is out of its range. */
  public void check(String path, Violations violations) {
    Violations.Bound most = Violations.Bound.with(1);
    Violations.Bound infinity = Violations.Bound.without(Double.POSITIVE_INFINITY);
    candidates(
        path + ".transitionWeights",
        transitionWeights,
        Violations.Bound.with(0),
        infinity,
        violations);
    candidates(path + ".epsilons", epsilons, Violations.Bound.without(0), most, violations);
    candidates(
        path + ".popularityWeights",
        popularityWeights,
        Violations.Bound.with(0),
        infinity,
        violations);
    violations.atLeast(path + ".steps", steps, 1);
    violations.real(path + ".stepDecay", stepDecay, Violations.Bound.without(0), most);
    violations.real(path + ".backwardWeight", backwardWeight, Violations.Bound.with(0), infinity);
    violations.whole(path + ".neighbours", neighbours, 1, 4096);
    violations.whole(path + ".historyLength", historyLength, 1, 1000);
    violations.real(path + ".ageDecay", ageDecay, Violations.Bound.without(0), most);
  }

  private static void candidates(
      String path,
      List<Double> values,
      Violations.Bound min,
      Violations.Bound max,
      Violations violations) {
    violations.whole(path + ".length", values.size(), 1, 100);
    for (int i = 0; i < values.size(); i++) {
      violations.real(path + "[" + i + "]", values.get(i), min, max);
    }
  }
}
