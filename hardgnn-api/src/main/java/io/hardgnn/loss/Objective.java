package io.hardgnn.loss;

import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What training minimises: a weighted sum of losses (paper eq. 13) over the items that a step
 * predicts.
 *
 * <pre>{@code
 * new Objective(new Targets.OnePerUser(), new BinaryCrossEntropy()).plus(0.1, new InfoNce().hardNegatives(3), 2)
 * }</pre>
 *
 * @param targets which items of a sequence a step predicts
 * @param main the main loss, whose weight is 1
 * @param others further terms, in the order in which they are computed; those that look at the
 *     others' parameters come last
 */
public record Objective(Targets targets, Loss main, List<Term> others) {

  /** Name of the weighted sum beside the terms of a step; no loss may have it. */
  public static final String TOTAL = "total";

  /** Keeps a copy of the list, ordered. */
  @SuppressWarnings("NullAway") // JSON may leave nulls, which the configuration's check reports
  public Objective {
    if (others != null && others.stream().allMatch(term -> term != null && term.loss() != null)) {
      others =
          Stream.concat(
                  others.stream().filter(term -> !term.loss().afterOthers()),
                  others.stream().filter(term -> term.loss().afterOthers()))
              .toList();
    }
  }

  /** Creates an objective with a main loss alone. */
  public Objective(Targets targets, Loss main) {
    this(targets, main, List.of());
  }

  /** Returns this objective with other targets. */
  public Objective targets(Targets other) {
    return new Objective(other, main, others);
  }

  /** Returns this objective with another main loss. */
  public Objective main(Loss other) {
    return new Objective(targets, other, others);
  }

  /**
   * Returns this objective with one more term from the first epoch on; otherwise as
   * {@link #plus(double, Loss, int)}.
   */
  public Objective plus(double weight, Loss loss) {
    return plus(weight, loss, 0);
  }

  /**
   * Returns this objective with a term, in place of the one of its kind if there is one.
   *
   * @param weight factor in the sum; 0 leaves the term out
   * @param fromEpoch first epoch, counted from 0, in which the term takes part
   */
  public Objective plus(double weight, Loss loss, int fromEpoch) {
    List<Term> terms = new ArrayList<>();
    boolean placed = weight == 0;
    for (Term term : others) {
      if (!term.loss().kind().equals(loss.kind())) {
        terms.add(term);
      } else if (!placed) {
        terms.add(new Term(loss, weight, fromEpoch));
        placed = true;
      }
    }
    if (!placed) {
      terms.add(new Term(loss, weight, fromEpoch));
    }
    return new Objective(targets, main, terms);
  }

  /** Returns the first term whose loss is of a type, the main loss included. */
  public Optional<Term> find(Class<? extends Loss> type) {
    return terms().stream().filter(term -> type.isInstance(term.loss())).findFirst();
  }

  /** Returns all terms, the main loss first. */
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    terms.add(new Term(main, 1, 0));
    terms.addAll(others);
    return List.copyOf(terms);
  }

  /** Returns what a batch has to hold for all terms together. */
  public Draws draws() {
    return terms().stream().map(term -> term.loss().draws()).reduce(Draws.NONE, Draws::and);
  }

  /** Returns the first epoch, counted from 0, in which every term takes part. */
  public int warmupEpochs() {
    return others.stream().mapToInt(Term::fromEpoch).max().orElse(0);
  }

  /**
   * Checks the terms, each by itself and beside the others.
   *
   * @param path place of the objective in JSON
   */
  public void check(String path, Violations violations) {
    targets.check(path + ".targets", violations);
    main.check(path + ".main", violations);
    main.checkWithin(path + ".main", this, violations);
    SharedUniformly.check(path + ".main", main, this, violations);
    for (Term term : others) {
      String at = path + "." + term.loss().kind();
      term.check(at, violations);
      term.loss().checkWithin(at, this, violations);
      SharedUniformly.check(at, term.loss(), this, violations);
    }
    checkNames(path, violations);
    checkEpochs(path, violations);
  }

  /**
   * Checks a sampler of random negatives of the application's own beside the losses.
   *
   * @param path place of the objective in JSON
   * @param itemCount number of items
   */
  public void checkSampler(
      String path, CandidateSampler own, int itemCount, Violations violations) {
    int drawn = draws().sharedOf(itemCount);
    SharedUniformly.check(path + ".main", main, own, drawn, itemCount, violations);
    for (Term term : others) {
      String at = path + "." + term.loss().kind();
      SharedUniformly.check(at, term.loss(), own, drawn, itemCount, violations);
    }
  }

  private void checkNames(String path, Violations violations) {
    List<String> kinds = terms().stream().map(term -> term.loss().kind()).toList();
    violations.rule(
        !kinds.contains(TOTAL),
        path + " has a loss '" + TOTAL + "', the name of the weighted sum; use another name");
    for (String kind : List.copyOf(new java.util.TreeSet<>(kinds))) {
      violations.rule(
          kinds.indexOf(kind) == kinds.lastIndexOf(kind),
          path + " has two losses '" + kind + "', of which a report could tell only one");
    }
  }

  /** A step has two forms, with the terms that wait and without them. */
  private void checkEpochs(String path, Violations violations) {
    List<Term> waiting = others.stream().filter(term -> term.fromEpoch() > 0).toList();
    for (Term term : waiting) {
      violations.rule(
          term.fromEpoch() == waiting.get(0).fromEpoch(),
          path
              + "."
              + term.loss().kind()
              + ".fromEpoch is "
              + term.fromEpoch()
              + ", that of "
              + waiting.get(0).loss().kind()
              + " is "
              + waiting.get(0).fromEpoch()
              + "; the losses that do not start at 0 must start together");
    }
  }

  /**
   * The terms of a step inside the algebra.
   *
   * @param unweighted each term by name, without its own weight but with that of the step where it
   *     has one ({@link Targets#weighsSteps})
   * @param total the weighted sum of all terms
   * @param warmup the same of the terms that take part from the first epoch on
   */
  public record Terms(Map<String, Expr> unweighted, Expr total, Expr warmup) {}

  /** Computes every term and their sums. */
  public Terms compute(Ops ops, ForwardPass forward) {
    Map<String, Expr> unweighted = new LinkedHashMap<>();
    @Nullable Expr ofStep = targets.weighsSteps() ? StepInputs.stepWeight(ops) : null;
    Expr total = ops.constant(0);
    Expr warmup = total;
    for (Term term : terms()) {
      Expr mean = term.loss().compute(ops, forward);
      Expr value = ofStep == null ? mean : ops.mul(mean, ofStep);
      unweighted.put(term.loss().kind(), value);
      Expr weighted = ops.mul(value, term.weight());
      total = ops.add(total, weighted);
      warmup = term.fromEpoch() == 0 ? ops.add(warmup, weighted) : warmup;
    }
    return new Terms(unweighted, total, warmup);
  }
}
