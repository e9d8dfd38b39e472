package io.hardgnn;

import com.google.common.collect.ImmutableMap;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendChoice;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.blend.Evidence;
import io.hardgnn.blend.TransitionWindow;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.internal.fit.DataCheck;
import io.hardgnn.internal.fit.HeldOutValidation;
import io.hardgnn.internal.fit.WarmStart;
import io.hardgnn.internal.store.ModelContents;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.ops.HostTensor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training run, from dataset to model. */
final class ModelFitter {

  private static final Logger LOG = LoggerFactory.getLogger(ModelFitter.class);

  private final HardGNNConfig config;
  private final @Nullable CandidateSamplerFactory candidateSampler;
  private final Dataset dataset;
  private final FitOptions options;

  ModelFitter(
      HardGNNConfig config,
      @Nullable CandidateSamplerFactory candidateSampler,
      Dataset dataset,
      FitOptions options) {
    this.config = config;
    this.candidateSampler = candidateSampler;
    this.dataset = dataset;
    this.options = options;
  }

  /** Trains, and tells the listener if that fails. */
  HardGNNModel run() {
    return telling(options.listener(), this::train);
  }

  /** Does some work, and tells a listener if that fails. */
  static <T> T telling(TrainingListener listener, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      try {
        listener.onFailure(e);
      } catch (RuntimeException | Error alsoFailed) {
        if (alsoFailed != e) { // which may not suppress itself
          e.addSuppressed(alsoFailed);
        }
      }
      throw e;
    }
  }

  private HardGNNModel train() {
    LateTerms.warn(config);
    DataCheck.check(config, dataset.training());
    TrainingEngine engine = engine();
    ModelDefinition definition = define();
    TrainingConfig training =
        BatchSource.resolved(definition, config.training(), dataset.training());
    TrainedParameters trained =
        engine.train(
            new TrainingJob(
                definition,
                training,
                dataset.training(),
                validation(),
                options.listener(),
                options.checkpoint(),
                options.resume(),
                options.threads(),
                options.timeBudget(),
                options.stopWhen(),
                start(definition)));
    BlendChoice choice = choose(engine, definition, trained);
    Blend blend = choice == null ? unchosen() : choice.blend();
    Provenance provenance =
        new Provenance(
            LibraryVersion.get(),
            engine.name(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            dataset.fingerprint(),
            Provenance.Data.of(dataset.statistics()),
            config.training().seed(),
            trained.bestEpoch(),
            Provenance.validationOf(trained.history(), trained.bestEpoch()),
            choice == null
                ? Map.of()
                : ImmutableMap.of("network", choice.network(), "blended", choice.blended()));
    return new HardGNNModel(
        new ModelContents(
            config.trained(run -> training).blended(blend),
            dataset.users(),
            dataset.items(),
            dataset.all(),
            trained,
            choice == null || blend.addsNothing() ? evidence(blend) : choice.evidence(),
            provenance),
        definition,
        engine);
  }

  /** Returns the model that is trained. */
  ModelDefinition definition() {
    return define();
  }

  /** Returns the engine that trains. */
  TrainingEngine engine() {
    return options.engine() == null ? Engines.find() : options.engine();
  }

  /**
   * Trains on from a checkpoint, if there is one, and returns the parameters after an epoch,
   * without a look at validation.
   */
  TrainedParameters trainTo(int epoch, Path checkpoint) {
    DataCheck.check(config, dataset.training());
    ModelDefinition definition = define();
    return engine()
        .train(
            new TrainingJob(
                definition,
                config.training().epochs(epoch),
                dataset.training(),
                null,
                options.listener(),
                checkpoint,
                true,
                options.threads(),
                options.timeBudget(),
                options.stopWhen(),
                start(definition)));
  }

  private Map<String, HostTensor> start(ModelDefinition definition) {
    HardGNNModel from = options.startFrom();
    return from == null
        ? Map.of()
        : new WarmStart(from.stored(), config, definition, dataset).parameters(options.threads());
  }

  /** Counts what training saw, and nothing that is held out; null if the blend is off. */
  private @Nullable Evidence evidence(Blend blend) {
    return blend.addsNothing() ? null : Evidence.of(blend, dataset.training().sequences().items());
  }

  /**
   * Chooses what the counts weigh on validation; null if there is nothing to choose, or nothing to
   * choose with.
   */
  private @Nullable BlendChoice choose(
      TrainingEngine engine, ModelDefinition definition, TrainedParameters trained) {
    if (!leavesBlend() || !dataset.validation().hasTargets()) {
      return null;
    }
    long begin = System.nanoTime();
    BlendChoice choice;
    try (Scorer network = engine.scorer(definition, trained)) {
      choice =
          BlendChoice.of(
              config.blend(),
              network,
              dataset.training().sequences().items(),
              dataset.validation(),
              config.training().seed());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException("training was interrupted while the blend was chosen");
    }
    LOG.info(
        "blend chosen on validation: {}: NDCG@10 {} -> {}, in {} s",
        inWords(choice.blend()),
        String.format(Locale.ROOT, "%.4f", choice.network()),
        String.format(Locale.ROOT, "%.4f", choice.blended()),
        String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begin) / 1e9));
    return choice;
  }

  /** Takes the first of what the blend may be, where there is a choice and nothing to choose by. */
  private Blend unchosen() {
    if (!leavesBlend()) {
      return config.blend();
    }
    Blend first = config.blend().first();
    LOG.warn(
        "no user has a validation target, so all {} epochs are trained and the last is kept, and the"
            + " blend is the first of what may be chosen: {}; to have what another run chose, set"
            + " epochs and blend(otherModel.config().blend())",
        config.training().epochs(),
        inWords(first));
    return first;
  }

  private boolean leavesBlend() {
    return config.blend().leavesChoice() && !config.blend().addsNothing();
  }

  private static String inWords(Blend chosen) {
    BlendWeights weights = chosen.weights();
    TransitionWindow window = chosen.windows().get(0);
    return String.format(
        Locale.ROOT,
        "transitions over %s steps%s, age decay %s, x %s (epsilon %s), popularity x %s",
        window.steps(),
        window.ridge() > 0 ? " (ridge " + window.ridge() + ")" : "",
        chosen.ageDecays().get(0),
        weights.transition(),
        weights.epsilon(),
        weights.popularity());
  }

  private ModelDefinition define() {
    ModelDefinition definition =
        ModelDefinition.of(
            config.encoder(),
            config.scoring(),
            config.objective(),
            dataset.users().size(),
            centredLogPopularity(dataset.training().sequences()));
    return candidateSampler == null ? definition : definition.candidateSampler(candidateSampler);
  }

  /**
   * Returns {@code log(1 + training interactions)} of each item less the mean: a bias that starts
   * at popularity.
   */
  static float[] centredLogPopularity(Sequences training) {
    int[] counts = training.items().counts();
    double[] bias = new double[counts.length];
    double sum = 0;
    for (int item = 0; item < bias.length; item++) {
      bias[item] = Math.log1p(counts[item]);
      sum += bias[item];
    }
    float[] centred = new float[bias.length];
    for (int item = 0; item < bias.length; item++) {
      centred[item] = (float) (bias[item] - sum / bias.length);
    }
    return centred;
  }

  private @Nullable Validation validation() {
    HeldOut heldOut = dataset.validation();
    return heldOut.hasTargets()
        ? new HeldOutValidation(
            heldOut, HeldOutValidation.evaluator(config.training(), options.threads()))
        : null;
  }
}
