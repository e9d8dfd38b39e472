package io.hardgnn.examples;

import io.hardgnn.HardGNNModel;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.evaluation.EvaluationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code report.json} says of a training run.
 *
 * @param data counts of the prepared dataset
 * @param config all settings of the run
 * @param epochs epochs trained, which early stopping may have made fewer than those set
 * @param secondsPerEpoch mean seconds of training per epoch, without the evaluation on validation
 * @param stepsPerEpoch steps of an epoch
 * @param peakRssMb greatest resident memory of the process in MiB
 * @param blended NDCG@10 on validation of the network alone, {@code network}, and with the counts
 *     that were chosen there, {@code blended}; empty where nothing was chosen
 * @param test metrics of the model on test, by protocol
 * @param baselines metrics of the baselines on test, by baseline and protocol; {@code linear} only
 *     where it was trained
 */
record TrainingReport(
    Data data,
    HardGNNConfig config,
    int epochs,
    double secondsPerEpoch,
    int stepsPerEpoch,
    long peakRssMb,
    Map<String, Double> blended,
    Map<String, Map<String, Double>> test,
    Map<String, Map<String, Map<String, Double>>> baselines) {

  record Data(int users, int items, long interactions) {}

  public static TrainingReport of(
      Dataset dataset, HardGNNModel model, EvaluationResult test, Baselines baselines) {
    DatasetStatistics counts = dataset.statistics();
    List<EpochReport> epochs = model.history();
    Map<String, Map<String, Map<String, Double>>> beside = new LinkedHashMap<>();
    beside.put("popularity", baselines.popularity().asMap());
    beside.put("itemKnn", baselines.itemKnn().asMap());
    beside.put("itemKnnRecent", baselines.itemKnnRecent().asMap());
    beside.put("transitions", baselines.transitions().asMap());
    if (baselines.linear() != null) {
      beside.put("linear", baselines.linear().asMap());
    }
    return new TrainingReport(
        new Data(counts.users(), counts.items(), counts.interactions()),
        model.config(),
        epochs.size(),
        epochs.stream().mapToDouble(EpochReport::trainSeconds).average().orElse(0),
        epochs.stream().mapToInt(EpochReport::steps).max().orElse(0),
        PeakMemory.megabytes(),
        model.provenance().blended(),
        test.asMap(),
        beside);
  }
}
