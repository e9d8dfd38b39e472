package io.hardgnn.listener;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.error.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs start, epochs and end through SLF4J, at level INFO, and a failure at level ERROR.
 * Thread-safe.
 */
public final class LoggingListener implements TrainingListener {

  private final Logger log;

  /** Logs under the name {@code io.hardgnn.training}. */
  public LoggingListener() {
    this(LoggerFactory.getLogger("io.hardgnn.training"));
  }

  /** Logs to a logger of your own. */
  public LoggingListener(Logger log) {
    this.log = log;
  }

  @Override
  public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
    log.info(
        "training starts at epoch {} of at most {}, {} steps each",
        firstEpoch,
        epochs,
        stepsPerEpoch);
  }

  @Override
  public void onEpoch(EpochReport report) {
    log.info(
        "epoch {}{}: loss {} {}, validation {}, {} s training ({} s waiting for batches), {} s validation",
        report.epoch(),
        report.best() ? " (best so far)" : "",
        report.loss(),
        report.terms(),
        report.validation(),
        report.trainSeconds(),
        report.waitSeconds(),
        report.validationSeconds());
  }

  @Override
  public void onEnd(int bestEpoch) {
    log.info("training ended, the best epoch is {}", bestEpoch);
  }

  @Override
  public void onFailure(Throwable failure) {
    log.error("training failed: {}", Excerpt.sentence(failure));
  }
}
