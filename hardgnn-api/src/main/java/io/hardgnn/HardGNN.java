package io.hardgnn;

import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sequential recommender, ready to be trained.
 *
 * <pre>{@code
 * HardGNN hardGnn =
 *     HardGNN.builder()
 *         .epochs(30)
 *         .seed(42)
 *         .build(); // all else is the default, chosen by measurement
 * try (HardGNNModel model = hardGnn.fit(dataset, ProgressListener.console())) {
 *   System.out.println(model.evaluate(dataset));
 *   model.save(Path.of("model"));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; each {@link #fit} is a run of its own.
 */
public final class HardGNN {

  private final HardGNNConfig config;
  private final @Nullable CandidateSamplerFactory candidateSampler;

  private HardGNN(HardGNNConfig config, @Nullable CandidateSamplerFactory candidateSampler) {
    this.config = config;
    this.candidateSampler = candidateSampler;
  }

  /** Returns a builder that starts from the default settings, {@link Presets#standard}. */
  public static Builder builder() {
    return builder(Presets.standard());
  }

  /** Returns a builder that starts from these settings. */
  public static Builder builder(HardGNNConfig config) {
    return new Builder(config, null);
  }

  /** Returns the settings. */
  public HardGNNConfig config() {
    return config;
  }

  /**
   * Returns a builder that starts from these settings, and an own sampler of random negatives where
   * there is one.
   */
  public Builder toBuilder() {
    return new Builder(config, candidateSampler);
  }

  /**
   * Trains a model. Blocks until training ends.
   *
   * @throws NoEngineException if no training engine is on the class path
   * @throws io.hardgnn.engine.TrainingException if training cannot go on, such as when a loss is
   *     not finite, or the checkpoint to resume from was written with other data or settings
   * @throws IllegalArgumentException if the dataset holds nothing to learn from, or no array holds
   *     its embeddings of {@code embeddingDim}
   * @throws InvalidConfigException if the settings do not fit this dataset otherwise:
   *     {@code blend.neighbours} is too large for so many items, or a {@linkplain
   *     Builder#candidateSampler sampler of random negatives} does not suit a loss
   * @throws io.hardgnn.data.UnorderedDataException if the dataset has no times and the settings
   *     learn from order
   * @throws io.hardgnn.error.HardGNNException if the engine fails, such as for want of its native
   *     library or of memory; a type of its own
   */
  public HardGNNModel fit(Dataset dataset) {
    return fit(dataset, FitOptions.defaults());
  }

  /**
   * Trains a model and tells a listener how it goes. Blocks until training ends.
   *
   * @throws NoEngineException as {@link #fit(Dataset)}
   * @throws io.hardgnn.engine.TrainingException as {@link #fit(Dataset)}
   * @throws IllegalArgumentException as {@link #fit(Dataset)}
   * @throws InvalidConfigException as {@link #fit(Dataset)}
   * @throws io.hardgnn.error.HardGNNException as {@link #fit(Dataset)}
   */
  public HardGNNModel fit(Dataset dataset, TrainingListener listener) {
    return fit(dataset, FitOptions.defaults().listener(listener));
  }

  /**
   * Trains a model. Blocks until training ends.
   *
   * <p>Training sees {@link Dataset#training()}; the epoch to keep is chosen by NDCG@10 under full
   * ranking on {@link Dataset#validation()}; the test items are never looked at.
   *
   * @throws NoEngineException as {@link #fit(Dataset)}
   * @throws io.hardgnn.engine.TrainingException as {@link #fit(Dataset)}
   * @throws IllegalArgumentException as {@link #fit(Dataset)}
   * @throws io.hardgnn.error.HardGNNException as {@link #fit(Dataset)}
   * @throws InvalidConfigException as {@link #fit(Dataset)}, or if the settings do not fit the
   *     model that the run is to {@linkplain FitOptions#startFrom start from}
   * @throws io.hardgnn.io.ArtifactException if the checkpoint to resume from is damaged, or what is
   *     in a checkpoint's place is none
   * @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
   */
  public HardGNNModel fit(Dataset dataset, FitOptions options) {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(options, "options");
    return new ModelFitter(config, candidateSampler, dataset, options).run();
  }

  /** Returns a run that was not started. */
  ModelFitter fitter(Dataset dataset, FitOptions options) {
    return new ModelFitter(config, candidateSampler, dataset, options);
  }

  /**
   * Collects the settings of a {@link HardGNN}: its parts, and what everybody turns. Setting
   * something again replaces it. Not thread-safe.
   *
   * <p>The settings of a part are set on the part:
   * {@code encoder(new ResidualGraph().historyLength(50))},
   * {@code training(t -> t.batchSize(128))}. The defaults named are those of
   * {@link Presets#standard}.
   */
  public static final class Builder {

    private EncoderConfig encoder;
    private Scoring scoring;
    private Objective objective;
    private TrainingConfig training;
    private Blend blend;
    private @Nullable CandidateSamplerFactory candidateSampler;
    private ContrastChange contrast = ContrastChange.NONE;

    private Builder(HardGNNConfig config, @Nullable CandidateSamplerFactory candidateSampler) {
      encoder = config.encoder();
      scoring = config.scoring();
      objective = config.objective();
      training = config.training();
      blend = config.blend();
      this.candidateSampler = candidateSampler;
    }

    /**
     * Sets the encoder; default {@link io.hardgnn.encoder.residual.ResidualGraph}. It may be one of
     * your own.
     *
     * @return this builder
     */
    public Builder encoder(EncoderConfig encoder) {
      this.encoder = Objects.requireNonNull(encoder, "encoder");
      return this;
    }

    /**
     * Sets the size of every embedding of the encoder that is set, {@code d}; default that of the
     * encoder, 128 for the default one; range 1 to 4096. Time and memory grow linearly with it.
     *
     * @return this builder
     */
    public Builder embeddingDim(int embeddingDim) {
      encoder = encoder.embeddingDim(embeddingDim);
      return this;
    }

    /**
     * Sets how two embeddings become a score; default {@link Scoring.DotWithBias}.
     *
     * @return this builder
     */
    public Builder scoring(Scoring scoring) {
      this.scoring = Objects.requireNonNull(scoring, "scoring");
      return this;
    }

    /**
     * Sets targets and losses, contrastive loss included; default every position and the sampled
     * softmax, without a contrastive loss.
     *
     * @return this builder
     */
    public Builder objective(Objective objective) {
      this.objective = Objects.requireNonNull(objective, "objective");
      contrast = ContrastChange.NONE; // it was set as a whole
      return this;
    }

    /**
     * Sets the main loss; default {@link io.hardgnn.loss.SampledSoftmax} over 4,096 negatives, or
     * all items if there are fewer. The contrastive loss, {@link InfoNce}, replaces what
     * {@link #hardNegatives}, {@link #lambda} and {@link #temperature} said of it before.
     *
     * @return this builder
     */
    public Builder loss(Loss main) {
      objective = objective.main(Objects.requireNonNull(main, "main"));
      if (main instanceof InfoNce) {
        contrast = ContrastChange.NONE; // it was set as a whole
      }
      return this;
    }

    /**
     * Adds a loss, or replaces the one of its kind. The contrastive loss, {@link InfoNce}, replaces
     * what {@link #hardNegatives}, {@link #lambda} and {@link #temperature} said of it before.
     *
     * @param weight its factor, finite and at least 0; 0 leaves it out
     * @return this builder
     */
    public Builder loss(Loss loss, double weight) {
      objective = objective.plus(weight, Objects.requireNonNull(loss, "loss"));
      if (loss instanceof InfoNce) {
        contrast = ContrastChange.NONE; // it was set as a whole
      }
      return this;
    }

    /**
     * Changes the settings of the run, such as
     * {@code training(t -> t.batchSize(128).adam(a -> a.learningRate(1e-3)))}.
     *
     * @return this builder
     */
    public Builder training(UnaryOperator<TrainingConfig> change) {
      training = Objects.requireNonNull(change.apply(training), "training");
      return this;
    }

    /**
     * Sets what counts of transitions add to the scores; default {@link Blend#chosen}, whose
     * weights are chosen on validation. With {@link Blend#off} the network stands alone.
     *
     * @return this builder
     */
    public Builder blend(Blend blend) {
      this.blend = Objects.requireNonNull(blend, "blend");
      return this;
    }

    /**
     * Sets the number of hard negatives per anchor of the contrastive loss, {@code K}: at least 0,
     * at most the size of the pool. 0 removes the loss, unless it is the main one. Settings that have none gain it, with a
     * weight of 0.1 unless {@link #lambda} says otherwise.
     *
     * @return this builder
     */
    public Builder hardNegatives(int hardNegatives) {
      contrast = contrast.hardNegatives(hardNegatives);
      return this;
    }

    /**
     * Sets the number of hard negatives per anchor and which negatives these are; default
     * {@link io.hardgnn.negatives.Hardest} by score. The sampler may be one of your own.
     *
     * @return this builder
     */
    public Builder hardNegatives(int hardNegatives, Sampler sampler) {
      contrast = contrast.sampler(Objects.requireNonNull(sampler, "sampler"));
      return hardNegatives(hardNegatives);
    }

    /**
     * Sets the weight of the contrastive loss (paper eq. 12-13), at least 0; 0 leaves it out. 0.1
     * where {@link #hardNegatives} adds the loss, which has 10 of them where only its weight is
     * given.
     *
     * @return this builder
     */
    public Builder lambda(double lambda) {
      contrast = contrast.lambda(lambda);
      return this;
    }

    /**
     * Sets the temperature of the contrastive loss, {@code tau}; default 0.1, above 0 to 10. Lower
     * values look at the hardest negatives only. Needs that loss: {@link #build} refuses a
     * temperature alone where the settings have none.
     *
     * @return this builder
     */
    public Builder temperature(double temperature) {
      contrast = contrast.temperature(temperature);
      return this;
    }

    /**
     * Sets the most epochs to train; default 100, at least 1.
     *
     * @return this builder
     */
    public Builder epochs(int epochs) {
      return training(run -> run.epochs(epochs));
    }

    /**
     * Sets the seed of everything random; default 42. Same data, seed, settings, number of threads
     * and kind of machine: the same bits on the CPU.
     *
     * @return this builder
     */
    public Builder seed(long seed) {
      return training(run -> run.seed(seed));
    }

    /**
     * Puts a sampler of random negatives of your own in place of the uniform one, or of that by
     * popularity. It says in {@link io.hardgnn.negatives.CandidateSampler#expectedCounts} how often
     * it draws an item, so that the softmax stays right. Losses that
     * {@linkplain io.hardgnn.loss.Loss#supposesUniform suppose} uniform negatives have no such
     * correction: with a sampler that prefers some items {@link HardGNN#fit(Dataset) fit} refuses
     * them.
     *
     * @return this builder
     */
    public Builder candidateSampler(CandidateSamplerFactory sampler) {
      candidateSampler = Objects.requireNonNull(sampler, "sampler");
      return this;
    }

    /**
     * Returns the recommender, after checking all settings together.
     *
     * @throws io.hardgnn.settings.InvalidConfigException if any is out of its range or contradicts
     *     another; the message names all of them
     */
    public HardGNN build() {
      List<String> violations = contrast.violations(objective);
      if (violations.isEmpty()) {
        return new HardGNN(config(contrast.applyTo(objective)), candidateSampler);
      }
      try {
        HardGNNConfig unused = config(objective);
      } catch (InvalidConfigException e) {
        violations.addAll(e.violations()); // so that all that is wrong is said at once
      }
      throw new InvalidConfigException("the builder's settings", violations);
    }

    private HardGNNConfig config(Objective minimised) {
      return new HardGNNConfig(encoder, scoring, minimised, training, blend);
    }
  }
}
