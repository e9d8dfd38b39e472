package io.hardgnn;

import io.hardgnn.data.Dataset;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.WeightedLoss;
import io.hardgnn.sampling.CandidateSamplerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A self-supervised sequential recommender, ready to be trained.
 *
 * <pre>{@code
 * HardGNN hardGnn = HardGNN.builder().embeddingDim(64).hardNegatives(10).lambda(0.1).epochs(30).seed(42).build();
 * try (HardGnnModel model = hardGnn.fit(dataset, ProgressListener.console())) {
 *   System.out.println(model.evaluate(dataset));
 *   model.save(Path.of("model"));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; each {@link #fit} is a run of its own.
 */
public final class HardGNN {

  private final HardGnnConfig config;
  private final Extensions extensions;

  private HardGNN(HardGnnConfig config, Extensions extensions) {
    this.config = config;
    this.extensions = extensions;
  }

  /** Returns a builder that starts from the default settings, {@link Presets#standard}. */
  public static Builder builder() {
    return builder(Presets.standard());
  }

  /** Returns a builder that starts from these settings. */
  public static Builder builder(HardGnnConfig config) {
    return new Builder(config, Extensions.NONE);
  }

  /** Returns a builder that starts from {@link Presets#paper}: equations 1-13 literally. */
  public static Builder paper() {
    return builder(Presets.paper());
  }

  /** Returns a builder that starts from {@link Presets#amazonBook}. */
  public static Builder amazonBook() {
    return builder(Presets.amazonBook());
  }

  /** Returns a builder that starts from {@link Presets#gowalla}. */
  public static Builder gowalla() {
    return builder(Presets.gowalla());
  }

  /** Returns a builder that starts from {@link Presets#movieLens}. */
  public static Builder movieLens() {
    return builder(Presets.movieLens());
  }

  /** Returns a builder that starts from {@link Presets#yelp}. */
  public static Builder yelp() {
    return builder(Presets.yelp());
  }

  /** Returns a builder that starts from {@link Presets#published}: the numerics of the authors' program. */
  public static Builder published() {
    return builder(Presets.published());
  }

  /** Returns the settings. */
  public HardGnnConfig config() {
    return config;
  }

  /** Returns a builder that starts from these settings, with an own encoder, objective and losses where there are. */
  public Builder toBuilder() {
    return new Builder(config, extensions);
  }

  /**
   * Trains a model. Blocks until training ends.
   *
   * @throws NoEngineException if no training engine is on the class path
   * @throws io.hardgnn.engine.TrainingException if training cannot go on, such as when a loss is not finite, or the checkpoint to
   *     resume from was written with other data or settings
   * @throws IllegalArgumentException if the dataset holds nothing to learn from, or is too large for the settings
   * @throws IllegalStateException if the engine fails, such as for want of its native library or of memory; its own type of it
   */
  public HardGnnModel fit(Dataset dataset) {
    return fit(dataset, FitOptions.defaults());
  }

  /**
   * Trains a model and tells a listener how it goes. Blocks until training ends.
   *
   * @throws NoEngineException as {@link #fit(Dataset)}
   * @throws io.hardgnn.engine.TrainingException as {@link #fit(Dataset)}
   * @throws IllegalArgumentException as {@link #fit(Dataset)}
   * @throws IllegalStateException as {@link #fit(Dataset)}
   */
  public HardGnnModel fit(Dataset dataset, TrainingListener listener) {
    return fit(dataset, FitOptions.defaults().listener(listener));
  }

  /**
   * Trains a model. Blocks until training ends.
   *
   * <p>Training sees {@link Dataset#training()}; the epoch to keep is chosen by NDCG@10 under full ranking on {@link
   * Dataset#validation()}; the test items are never looked at.
   *
   * @throws NoEngineException as {@link #fit(Dataset)}
   * @throws io.hardgnn.engine.TrainingException as {@link #fit(Dataset)}
   * @throws IllegalArgumentException as {@link #fit(Dataset)}
   * @throws IllegalStateException as {@link #fit(Dataset)}
   * @throws io.hardgnn.io.ArtifactException if the checkpoint to resume from is damaged, or what is in a checkpoint's place is none
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   */
  public HardGnnModel fit(Dataset dataset, FitOptions options) {
    return new Fit(config, extensions, dataset, options).run();
  }

  /**
   * Collects the settings of a {@link HardGNN}. Setting something again replaces it. Not thread-safe.
   *
   * <p>Every setting of {@link HardGnnConfig} has a method here.
   */
  public static final class Builder extends TrainingSettings<Builder> {

    private Extensions extensions;

    private Builder(HardGnnConfig config, Extensions extensions) {
      super(config);
      this.extensions = extensions;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Puts an encoder of your own in place of the configured one; it is trained, evaluated and exported like the library's.
     * {@link #encoder(io.hardgnn.model.EncoderKind)} still says which graphs it is handed, and to which settings it is held.
     * A saved model does not hold the code: {@link HardGnnModel#load(java.nio.file.Path, EncoderFactory)} asks for it again.
     *
     * @return this builder
     */
    public Builder encoder(EncoderFactory encoder) {
      extensions = extensions.withEncoder(Objects.requireNonNull(encoder, "encoder"));
      return this;
    }

    /**
     * Puts an objective of your own in place of the configured one.
     *
     * @return this builder
     */
    public Builder objective(ObjectiveFactory objective) {
      extensions = extensions.withObjective(Objects.requireNonNull(objective, "objective"));
      return this;
    }

    /**
     * Puts a sampler of random negatives of your own in place of the uniform one.
     *
     * @return this builder
     */
    public Builder candidateSampler(CandidateSamplerFactory sampler) {
      extensions = extensions.withCandidateSampler(Objects.requireNonNull(sampler, "sampler"));
      return this;
    }

    /**
     * Adds a loss of your own to the objective.
     *
     * @param loss the term; its name must be that of no other term, nor {@value io.hardgnn.loss.Objective#TOTAL}
     * @param weight its factor, finite and greater than 0
     * @return this builder
     */
    public Builder loss(Loss loss, double weight) {
      extensions =
          extensions.withLoss(new WeightedLoss(Objects.requireNonNull(loss, "loss"), weight, 0));
      return this;
    }

    /**
     * Returns the recommender, after checking all settings together.
     *
     * @throws InvalidConfigException if any is out of its range or contradicts another; the message names all of them
     */
    public HardGNN build() {
      List<String> violations = new ArrayList<>();
      for (WeightedLoss loss : extensions.losses()) {
        if (!(loss.weight() > 0) || Double.isInfinite(loss.weight())) {
          violations.add(
              "the weight of loss '"
                  + loss.loss().name()
                  + "' is "
                  + loss.weight()
                  + "; allowed: finite numbers above 0");
        }
      }
      HardGnnConfig config = null;
      try {
        config = new HardGnnConfig(modelConfig(), objectiveConfig(), trainingConfig());
        String ofLosses = extensions.violation(config);
        if (ofLosses != null) {
          violations.add(ofLosses);
        }
      } catch (InvalidConfigException e) {
        violations.addAll(0, e.violations());
      }
      if (config == null || !violations.isEmpty()) {
        throw new InvalidConfigException("", violations);
      }
      return new HardGNN(config, extensions);
    }
  }
}
