package io.hardgnn.engine;

import io.hardgnn.io.Required;
import java.util.Map;

/**
 * What happened in an epoch.
 *
 * @param epoch counted from 1
 * @param steps number of steps
 * @param loss weighted sum of the terms, averaged over the steps
 * @param terms each unweighted term, averaged over the steps
 * @param validation metrics on validation such as {@code NDCG@10}, empty if the epoch was not
 *     evaluated
 * @param learningRate learning rate of the last step
 * @param trainSeconds time of the steps
 * @param waitSeconds part of {@code trainSeconds} spent waiting for batches
 * @param validationSeconds time of the evaluation
 * @param best whether this is the best epoch so far
 */
public record EpochReport(
    int epoch,
    int steps,
    double loss,
    Map<String, Double> terms,
    Map<String, Double> validation,
    double learningRate,
    double trainSeconds,
    double waitSeconds,
    double validationSeconds,
    boolean best) {

  /** Keeps copies of the maps in their order. */
  public EpochReport {
    terms = Required.map("terms", terms);
    validation = Required.map("validation", validation);
  }
}
