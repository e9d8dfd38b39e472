package io.hardgnn.benchmarks.accuracy;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranks;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one recommender, trained once, reached on the test items: each user's rank, so that any
 * metric and any comparison can be made of it afterwards.
 *
 * @param epoch the epoch that validation chose; 0 for a recommender without epochs
 * @param validation NDCG@10 of that epoch on validation, the network alone; 0 for a recommender
 *     without epochs
 * @param blended NDCG@10 on validation with the counts that were chosen there, of as many users as
 *     choose; 0 where there was no choice
 * @param curve {@code validation} of each epoch after which it was measured, in order; null in
 *     files of earlier builds
 * @param epochs epochs trained
 * @param minutes time of the training, validation included
 * @param users users evaluated, ascending
 * @param full their ranks under full ranking
 * @param sampled their ranks among sampled negatives
 */
public record AccuracyRun(
    int epoch,
    double validation,
    double blended,
    double @Nullable [] curve,
    int epochs,
    double minutes,
    int[] users,
    int[] full,
    int[] sampled) {

  /** Trains a model and evaluates it. */
  public static AccuracyRun of(HardGNN model, Dataset dataset, FitOptions options) {
    long start = System.nanoTime();
    try (HardGNNModel trained = model.fit(dataset, options)) {
      double minutes = Benchmark.secondsSince(start) / 60;
      return of(trained, minutes, trained.evaluate(dataset));
    }
  }

  private static AccuracyRun of(HardGNNModel trained, double minutes, EvaluationResult result) {
    List<EpochReport> history = trained.history();
    EpochReport best =
        history.stream().filter(EpochReport::best).reduce((before, after) -> after).orElseThrow();
    double[] curve =
        history.stream()
            .filter(epoch -> epoch.validation().containsKey(Validation.CHOICE))
            .mapToDouble(epoch -> epoch.validation().get(Validation.CHOICE))
            .toArray();
    return of(
        best.epoch(),
        best.validation().getOrDefault(Validation.CHOICE, 0.0),
        trained.provenance().blended().getOrDefault("blended", 0.0),
        curve,
        history.size(),
        minutes,
        result);
  }

  /** Returns the run of a recommender that needs no training in epochs. */
  public static AccuracyRun of(EvaluationResult result) {
    return of(0, 0, 0, new double[0], 0, 0, result);
  }

  private static AccuracyRun of(
      int epoch,
      double validation,
      double blended,
      double[] curve,
      int epochs,
      double minutes,
      EvaluationResult result) {
    Protocol sampled =
        result.protocols().stream()
            .filter(Protocol.Sampled.class::isInstance)
            .findFirst()
            .orElseThrow();
    Ranks full = result.ranks(Protocol.fullRanking());
    int[] users = new int[full.size()];
    for (int n = 0; n < users.length; n++) {
      users[n] = full.user(n);
    }
    return new AccuracyRun(
        epoch,
        validation,
        blended,
        curve,
        epochs,
        minutes,
        users,
        ranks(full),
        ranks(result.ranks(sampled)));
  }

  /**
   * Returns this run with users whose target is in their history as misses: they are ranked behind
   * every item.
   */
  public AccuracyRun repeatedAsMisses(HeldOut heldOut) {
    int[] fullRanks = full.clone();
    int[] sampledRanks = sampled.clone();
    for (int n = 0; n < users.length; n++) {
      if (NewTargets.isRepeated(heldOut, users[n])) {
        fullRanks[n] = heldOut.itemCount() + 1;
        sampledRanks[n] = heldOut.itemCount() + 1;
      }
    }
    return new AccuracyRun(
        epoch, validation, blended, curve, epochs, minutes, users, fullRanks, sampledRanks);
  }

  private static int[] ranks(Ranks of) {
    int[] ranks = new int[of.size()];
    for (int n = 0; n < ranks.length; n++) {
      ranks[n] = of.rank(n);
    }
    return ranks;
  }

  /**
   * Returns the file of a run in a folder of runs.
   *
   * @param set name of the data set or path of its file
   */
  public static Path file(Path runs, String set, String model, long seed) {
    return runs.resolve(Path.of(set).getFileName()).resolve(model + "-" + seed + ".json");
  }

  public static AccuracyRun read(Path file) {
    return Json.read(file, AccuracyRun.class);
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Json.write(file, this);
  }

  public Ranks fullRanks() {
    return Ranks.of(users, full);
  }

  public Ranks sampledRanks() {
    return Ranks.of(users, sampled);
  }
}
