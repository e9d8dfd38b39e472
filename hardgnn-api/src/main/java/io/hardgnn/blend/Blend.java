package io.hardgnn.blend;

import io.hardgnn.settings.Violations;
import io.hardgnn.transitions.RecencyWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How counts of the training interactions are added to the scores of a trained network:
 *
 * <pre>
 * score_j = network_j + w log(1 + T_j / (epsilon max_k T_k)) + c log(1 + n_j) / max_k log(1 + n_k)
 * T_j     = sum of d^age T[i][j] over the last historyLength items i of the history, the newest of age 0
 * </pre>
 *
 * <p>{@code T[i][j]} is how strongly {@code j} follows {@code i} within a {@link TransitionWindow},
 * {@code d} an age decay, {@code n_j} the interactions of {@code j}. Up to a constant the middle
 * term is {@code w log(T_j / max T + epsilon)}: evidence of counts as a log-probability, beside the
 * network's logits (a weighted hybrid; Burke, <i>Hybrid Recommender Systems</i>, 2002).
 *
 * <p>Windows, age decays and weights are lists of what may be chosen. After training the
 * combination of best NDCG@10 on validation is taken and stands in the model's configuration as
 * lists of one. Where others are behind it by no more than the standard error of the difference
 * (of more than a thousand users, {@code n}, by no more than {@code sqrt(1000 / n)} of it), the one
 * whose targets are nearest to the top is taken: the mean of {@code 1 / (10 + rank)} up to rank 100.
 * Of equal ones it is the first. Where nothing can be chosen, because no user has a validation
 * target, the first of each list is taken. Lists of one choose nothing; weights of zero turn the
 * counts off.
 *
 * <p>Of each item the {@code neighbours} strongest transitions are kept, in the model and in what
 * is exported.
 *
 * @param windows candidates of what counts as a transition, 1 to 20
 * @param ageDecays candidates of {@code d}, what each item of the history that came later
 *     multiplies the weight of one with, 1 to 20, each above 0 and at most 1
 * @param transitionWeights candidates of {@code w}, 1 to 20, each 0 to a million
 * @param epsilons candidates of {@code epsilon}, 1 to 20, each 1e-9 to 1
 * @param popularityWeights candidates of {@code c}, 1 to 20, each 0 to a million
 * @param neighbours transitions kept of each item, 1 to 4096; default 300
 * @param historyLength how many of the newest items of a history count, 1 to 1000; default 30
 */
public record Blend(
    List<TransitionWindow> windows,
    List<Double> ageDecays,
    List<Double> transitionWeights,
    List<Double> epsilons,
    List<Double> popularityWeights,
    int neighbours,
    int historyLength) {

  static final double MOST_WEIGHT = 1e6;
  private static final double LEAST_EPSILON = 1e-9;

  private static final TransitionWindow MIDDLE = new TransitionWindow(10, 0.8, 0.5);
  private static final TransitionWindow SHORT = new TransitionWindow(5, 0.7, 0);
  private static final TransitionWindow WIDE = new TransitionWindow(20, 0.9, 1);
  private static final TransitionWindow WHOLE = new TransitionWindow(100, 1, 1).inExponent(0.5);
  private static final TransitionWindow FREQUENT =
      new TransitionWindow(50, 0.97, 1).outExponent(0.3);
  private static final TransitionWindow REGRESSED = TransitionWindow.regressed(100, 100);

  /** Keeps copies of the lists. */
  public Blend {
    windows = copy(windows);
    ageDecays = copy(ageDecays);
    transitionWeights = copy(transitionWeights);
    epsilons = copy(epsilons);
    popularityWeights = copy(popularityWeights);
  }

  /** JSON may hold null for a list or in it, which the check of settings finds. */
  @SuppressWarnings("NullAway")
  private static <T> List<T> copy(List<T> list) {
    return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
  }

  /**
   * Returns the default: six windows, from what goes together in whole histories to the order of
   * the next few items, one that lets the popular items of a history count for more and one that is
   * regressed, three age decays, and weights from "off" to strong, chosen on validation. The first
   * of all are those that lose least where they are not chosen.
   */
  public static Blend chosen() {
    return off()
        .windows(WIDE, MIDDLE, SHORT, WHOLE, FREQUENT, REGRESSED)
        .ageDecays(0.95, 0.8, 0.6)
        .transitionWeights(1.0, 0.0, 2.0, 4.0, 8.0)
        .epsilons(0.01)
        .popularityWeights(1.0, 0.0, 0.3, 2.0);
  }

  /** Returns a blend of the network alone. */
  public static Blend off() {
    return new Blend(
        List.of(MIDDLE), List.of(0.8), List.of(0.0), List.of(0.01), List.of(0.0), 300, 30);
  }

  /** Returns this blend with other candidates of {@link #windows}. */
  public Blend windows(TransitionWindow... candidates) {
    return new Blend(
        List.of(candidates),
        ageDecays,
        transitionWeights,
        epsilons,
        popularityWeights,
        neighbours,
        historyLength);
  }

  /** Returns this blend with other candidates of {@link #ageDecays}. */
  public Blend ageDecays(Double... candidates) {
    return new Blend(
        windows,
        List.of(candidates),
        transitionWeights,
        epsilons,
        popularityWeights,
        neighbours,
        historyLength);
  }

  /** Returns this blend with other candidates of {@link #transitionWeights}. */
  public Blend transitionWeights(Double... weights) {
    return new Blend(
        windows,
        ageDecays,
        List.of(weights),
        epsilons,
        popularityWeights,
        neighbours,
        historyLength);
  }

  /** Returns this blend with other candidates of {@link #epsilons}. */
  public Blend epsilons(Double... candidates) {
    return new Blend(
        windows,
        ageDecays,
        transitionWeights,
        List.of(candidates),
        popularityWeights,
        neighbours,
        historyLength);
  }

  /** Returns this blend with other candidates of {@link #popularityWeights}. */
  public Blend popularityWeights(Double... weights) {
    return new Blend(
        windows,
        ageDecays,
        transitionWeights,
        epsilons,
        List.of(weights),
        neighbours,
        historyLength);
  }

  /** Returns this blend with another number of {@link #neighbours}. */
  public Blend neighbours(int most) {
    return new Blend(
        windows, ageDecays, transitionWeights, epsilons, popularityWeights, most, historyLength);
  }

  /** Returns this blend with another {@link #historyLength}. */
  public Blend historyLength(int newest) {
    return new Blend(
        windows, ageDecays, transitionWeights, epsilons, popularityWeights, neighbours, newest);
  }

  /** Returns this blend with nothing left to choose. */
  public Blend fixed(TransitionWindow window, double ageDecay, BlendWeights weights) {
    return windows(window)
        .ageDecays(ageDecay)
        .transitionWeights(weights.transition())
        .epsilons(weights.epsilon())
        .popularityWeights(weights.popularity());
  }

  /** Returns this blend with the first of each list, and nothing left to choose. */
  public Blend first() {
    return fixed(windows.get(0), ageDecays.get(0), weights());
  }

  /** Returns all combinations of weights; the first epsilon only where transitions do not count. */
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

  /** Returns the first combination: the one in use where nothing is left to choose. */
  public BlendWeights weights() {
    return combinations().get(0);
  }

  /** Returns what an item of the history counts by its age, by the first age decay. */
  public RecencyWeights recency() {
    return recency(ageDecays.get(0));
  }

  RecencyWeights recency(double ageDecay) {
    return new RecencyWeights(historyLength, ageDecay);
  }

  /** Returns whether nothing is added to the network whatever is chosen. */
  public boolean addsNothing() {
    return combinations().stream().allMatch(BlendWeights::isOff);
  }

  /** Returns whether there is more than one combination to choose from. */
  public boolean leavesChoice() {
    return windows.size() > 1 || ageDecays.size() > 1 || combinations().size() > 1;
  }

  /** Adds what is out of its range. */
  public void check(String path, Violations violations) {
    Violations.Bound zero = Violations.Bound.with(0);
    Violations.Bound aboveZero = Violations.Bound.without(0);
    Violations.Bound one = Violations.Bound.with(1);
    Violations.Bound most = Violations.Bound.with(MOST_WEIGHT);
    Violations.Bound least = Violations.Bound.with(LEAST_EPSILON);
    count(path + ".windows", windows, violations);
    for (int i = 0; i < windows.size(); i++) {
      windows.get(i).check(path + ".windows[" + i + "]", violations);
    }
    reals(path + ".ageDecays", ageDecays, aboveZero, one, violations);
    reals(path + ".transitionWeights", transitionWeights, zero, most, violations);
    reals(path + ".epsilons", epsilons, least, one, violations);
    reals(path + ".popularityWeights", popularityWeights, zero, most, violations);
    violations.whole(path + ".neighbours", neighbours, 1, 4096);
    violations.whole(path + ".historyLength", historyLength, 1, 1000);
  }

  private static void count(String path, List<?> candidates, Violations violations) {
    violations.whole("the length of " + path, candidates.size(), 1, 20);
  }

  private static void reals(
      String path,
      List<Double> candidates,
      Violations.Bound min,
      Violations.Bound max,
      Violations violations) {
    count(path, candidates, violations);
    for (int i = 0; i < candidates.size(); i++) {
      violations.real(path + "[" + i + "]", candidates.get(i), min, max);
    }
  }
}
