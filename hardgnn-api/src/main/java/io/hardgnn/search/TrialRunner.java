package io.hardgnn.search;

import static java.util.Objects.requireNonNull;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.settings.InvalidConfigException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the trials of a search that were not finished before. */
final class TrialRunner {

  private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);
  private static final Metric CHOICE = Metric.ndcg(10);

  private final Dataset dataset;
  private final SearchFolder folder;
  private final FitOptions options;
  private final Evaluator evaluator;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<HardGNNConfig> configs;
  private final List<Map<String, Object>> combinations;

  /**
   * Creates a runner.
   *
   * @param evaluator how models are compared on validation
   */
  TrialRunner(
      Dataset dataset,
      SearchFolder folder,
      FitOptions options,
      Evaluator evaluator,
      List<HardGNNConfig> configs,
      List<Map<String, Object>> combinations) {
    this.dataset = dataset;
    this.folder = folder;
    this.options =
        options.stopWhen(
            () -> {
              boolean stop = options.stopWhen().getAsBoolean();
              stopped.compareAndSet(false, stop);
              return stop;
            });
    this.evaluator = evaluator;
    this.configs = configs;
    this.combinations = combinations;
  }

  /**
   * Returns a trial, from its folder if it was finished.
   *
   * @throws SearchException if the application stops it; its checkpoint stays
   */
  Trial run(int number, int epochs) {
    Map<String, Object> settings = combinations.get(number - 1);
    @Nullable Trial known = folder.read(number, epochs, settings);
    if (known != null) {
      return known;
    }
    LOG.info("trial {} of {}, {} epochs: {}", number, configs.size(), epochs, settings);
    folder.write(train(number, epochs, settings));
    return requireNonNull(folder.read(number, epochs, settings));
  }

  private Trial train(int number, int epochs, Map<String, Object> settings) {
    HardGNN hardGnn =
        HardGNN.builder(configs.get(number - 1).trained(run -> run.epochs(epochs))).build();
    long start = System.nanoTime();
    try (HardGNNModel model = hardGnn.fit(dataset, options.resumable(folder.checkpoint(number)))) {
      if (stopped.get()) {
        throw new SearchException(
            "stopped in trial " + number + " of " + configs.size() + "; run it again to go on");
      }
      double validation = model.evaluate(dataset.validation(), evaluator).full().get(CHOICE);
      int best = model.parameters().bestEpoch();
      return new Trial(number, settings, epochs, best, validation, minutes(model), "");
    } catch (NonFiniteLossException | InvalidConfigException e) {
      LOG.warn("trial {} failed: {}", number, e.getMessage());
      return new Trial(number, settings, epochs, 0, 0, minutesSince(start), e.toString());
    }
  }

  /** Returns how long all epochs took, those before an interruption too. */
  private static double minutes(HardGNNModel model) {
    return model.history().stream()
            .mapToDouble(epoch -> epoch.trainSeconds() + epoch.validationSeconds())
            .sum()
        / 60;
  }

  private static double minutesSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 60e9;
  }

  /** Gives up what a combination was trained to, since it is not trained on. */
  void drop(int number) {
    folder.deleteCheckpoint(number);
  }
}
