package io.hardgnn.benchmarks;

import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranks;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one recommender, trained once, reached on the test items: each user's rank, so that any
 * metric and any comparison can be made of it afterwards.
 *
 * @param epoch the epoch that validation chose; 0 for a recommender without epochs
 * @param validation NDCG@10 of that epoch on validation; 0 for a recommender without epochs
 * @param epochs epochs trained
 * @param minutes time of the training, validation included
 * @param users users evaluated, ascending
 * @param full their ranks under full ranking
 * @param sampled their ranks among sampled negatives
 */
record AccuracyRun(
    int epoch,
    double validation,
    int epochs,
    double minutes,
    int[] users,
    int[] full,
    int[] sampled) {

  static AccuracyRun of(
      int epoch, double validation, int epochs, double minutes, EvaluationResult result) {
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
        epoch, validation, epochs, minutes, users, ranks(full), ranks(result.ranks(sampled)));
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
  static Path file(Path runs, String set, String model, long seed) {
    return runs.resolve(Path.of(set).getFileName()).resolve(model + "-" + seed + ".json");
  }

  static AccuracyRun read(Path file) {
    return Json.read(file, AccuracyRun.class);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Json.write(file, this);
  }

  Ranks fullRanks() {
    return Ranks.of(users, full);
  }

  Ranks sampledRanks() {
    return Ranks.of(users, sampled);
  }
}
