package io.hardgnn.loss;

import io.hardgnn.model.ModelConfig;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.sampling.HardestByCosine;
import io.hardgnn.sampling.HardestByScore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What training minimises: a weighted sum of losses (paper eq. 13).
 *
 * @param losses the terms, in the order in which they are computed; each takes part from epoch 0 or from one later epoch common to
 *     all that wait, and at least one from epoch 0
 */
public record Objective(List<WeightedLoss> losses) {

  /** Name of the weighted sum beside the terms of a step; no loss may have it. */
  public static final String TOTAL = "total";

  /**
   * Creates an objective; the list is copied.
   *
   * @throws IllegalArgumentException if two losses have the same {@link Loss#name}, or one is called {@value #TOTAL}; if losses wait
   *     for different epochs, every one of them waits, or an epoch is negative
   */
  public Objective {
    losses = List.copyOf(losses);
    checkNames(losses);
    checkEpochs(losses);
  }

  private static void checkNames(List<WeightedLoss> losses) {
    Set<String> names = new HashSet<>();
    for (WeightedLoss term : losses) {
      String name = term.loss().name();
      if (name.equals(TOTAL)) {
        throw new IllegalArgumentException(
            "a loss is called '" + TOTAL + "', the name of the weighted sum; use another name");
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException(
            "two losses are called '" + name + "'; give each a name of its own");
      }
    }
  }

  /** A step has two forms, with the terms that wait and without them, and neither may be empty. */
  private static void checkEpochs(List<WeightedLoss> losses) {
    boolean everyOneWaits = !losses.isEmpty();
    WeightedLoss waiting = null;
    for (WeightedLoss term : losses) {
      if (term.fromEpoch() == 0) {
        everyOneWaits = false;
      } else if (term.fromEpoch() < 0) {
        throw new IllegalArgumentException(
            "fromEpoch of loss " + describe(term) + "; allowed: 0 or more");
      } else if (waiting == null) {
        waiting = term;
      } else if (term.fromEpoch() != waiting.fromEpoch()) {
        throw new IllegalArgumentException(
            "fromEpoch of loss "
                + describe(waiting)
                + " and of loss "
                + describe(term)
                + "; the losses that do not start at 0 must start together");
      }
    }
    if (everyOneWaits && waiting != null) {
      throw new IllegalArgumentException(
          "fromEpoch of loss "
              + describe(waiting)
              + " and no other loss starts earlier, so there is nothing to learn before;"
              + " let at least one start at 0");
    }
  }

  private static String describe(WeightedLoss term) {
    return "'" + term.loss().name() + "' is " + term.fromEpoch();
  }

  /**
   * The terms of a step inside the algebra.
   *
   * @param unweighted each term by name
   * @param total the weighted sum of all terms
   * @param warmup the weighted sum of the terms that take part from the first epoch on
   */
  public record Terms(Map<String, Expr> unweighted, Expr total, Expr warmup) {}

  /** Returns the objective that settings describe. */
  public static Objective of(ObjectiveConfig config, ModelConfig model, int itemCount) {
    List<WeightedLoss> losses = new ArrayList<>();
    losses.add(new WeightedLoss(recommendation(config, itemCount), 1, 0));
    if (config.beta() > 0) {
      Loss selfAugmented =
          new SelfAugmented(
              model.graph().intervals(), config.reliabilityDim(), model.graph().leakySlope());
      losses.add(new WeightedLoss(selfAugmented, config.beta(), 0));
    }
    if (config.contrastive()) {
      losses.add(
          new WeightedLoss(
              new InfoNce(negatives(config, itemCount), config.temperature()),
              config.lambda(),
              config.hardNegativeWarmupEpochs()));
    }
    if (config.l2() > 0) {
      losses.add(new WeightedLoss(new L2Regularization(config.l2Scope()), config.l2(), 0));
    }
    return new Objective(losses);
  }

  private static Loss recommendation(ObjectiveConfig config, int itemCount) {
    return switch (config.recommendation()) {
      case BCE -> new BinaryCrossEntropy();
      case HINGE -> new HingeLoss();
      case SAMPLED_SOFTMAX -> new SampledSoftmax(itemCount, sharedNegatives(config, itemCount));
    };
  }

  private static InfoNce.Negatives negatives(ObjectiveConfig config, int itemCount) {
    int shared = sharedNegatives(config, itemCount);
    if (config.contrastiveNegatives() == ContrastiveNegatives.SHARED_RANDOM) {
      return new RandomNegatives(shared);
    }
    if (config.minesProposals()) {
      return new ProposedNegatives(itemCount, Math.min(config.hardNegatives(), itemCount));
    }
    return config.minesCatalogue()
        ? new MinedNegatives(new HardestByCosine(), Math.min(config.hardNegatives(), itemCount))
        : new MinedSharedNegatives(
            new HardestByScore(), Math.min(config.hardNegatives(), shared), shared);
  }

  /** Returns how many negatives a batch shares: fewer than configured only if there are not that many items. */
  public static int sharedNegatives(ObjectiveConfig config, int itemCount) {
    return Math.min(config.negatives(), itemCount);
  }

  /** Computes every term and their sums. */
  public Terms compute(Ops ops, Forward forward) {
    Map<String, Expr> unweighted = new LinkedHashMap<>();
    Expr total = ops.constant(0);
    Expr warmup = total;
    for (WeightedLoss term : losses) {
      Expr value = term.loss().compute(ops, forward);
      unweighted.put(term.loss().name(), value);
      Expr weighted = ops.mul(value, term.weight());
      total = ops.add(total, weighted);
      warmup = term.fromEpoch() == 0 ? ops.add(warmup, weighted) : warmup;
    }
    return new Terms(unweighted, total, warmup);
  }

  /** Returns the first epoch, counted from 0, in which every term takes part. */
  public int warmupEpochs() {
    return losses.stream().mapToInt(WeightedLoss::fromEpoch).max().orElse(0);
  }
}
