package io.hardgnn;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.WeightedLoss;
import io.hardgnn.sampling.CandidateSamplerFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application puts in place of the library's own parts. Immutable.
 *
 * @param encoder in place of the configured encoder, or null
 * @param objective in place of the configured objective, or null
 * @param losses added to the objective
 * @param candidateSampler makes the sampler of random negatives, or null for the uniform one
 */
record Extensions(
    @Nullable EncoderFactory encoder,
    @Nullable ObjectiveFactory objective,
    List<WeightedLoss> losses,
    @Nullable CandidateSamplerFactory candidateSampler) {

  static final Extensions NONE = new Extensions(null, null, List.of(), null);

  Extensions {
    losses = List.copyOf(losses);
  }

  Extensions withEncoder(EncoderFactory other) {
    return new Extensions(other, objective, losses, candidateSampler);
  }

  Extensions withObjective(ObjectiveFactory other) {
    return new Extensions(encoder, other, losses, candidateSampler);
  }

  Extensions withLoss(WeightedLoss loss) {
    List<WeightedLoss> more = new ArrayList<>(losses);
    more.add(loss);
    return new Extensions(encoder, objective, more, candidateSampler);
  }

  Extensions withCandidateSampler(CandidateSamplerFactory other) {
    return new Extensions(encoder, objective, losses, other);
  }

  /** Returns the definition of a model with these parts in it. */
  ModelDefinition define(HardGnnConfig config, int userCount, float[] itemBias) {
    int itemCount = itemBias.length;
    ModelDefinition definition =
        ModelDefinition.of(config.model(), config.objective(), userCount, itemBias);
    if (encoder != null) {
      definition = definition.withEncoder(encoder.create(config.model(), userCount, itemCount));
    }
    if (candidateSampler != null) {
      definition = definition.withCandidateSampler(candidateSampler);
    }
    if (objective != null || !losses.isEmpty()) {
      Objective base =
          objective == null
              ? definition.objective()
              : objective.create(config.objective(), config.model(), itemCount);
      definition = definition.withObjective(withLosses(base));
    }
    return definition;
  }

  /** Adds the losses where the L2 term, which covers the parameters declared before it, covers theirs too. */
  private Objective withLosses(Objective base) {
    List<WeightedLoss> terms = new ArrayList<>(base.losses());
    int place = 0;
    while (place < terms.size() && !(terms.get(place).loss() instanceof L2Regularization)) {
      place++;
    }
    terms.addAll(place, losses);
    return new Objective(terms);
  }

  /** Returns what is wrong with the losses added, as far as that is known before there are data, or null. */
  @Nullable String violation(HardGnnConfig config) {
    try {
      withLosses(
          objective == null
              ? Objective.of(config.objective(), config.model(), 1)
              : new Objective(List.of()));
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
