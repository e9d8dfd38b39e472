package io.hardgnn.benchmarks.accuracy;

import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.evaluation.Comparison;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Ranks;
import java.util.List;

/** Rows of a report that compare two models user by user, by NDCG@10 under full ranking. */
public final class PairedRows {

  private static final long RESAMPLING_SEED = 1;

  private PairedRows() {}

  /** Adds a row; the runs of each model are those of its seeds. */
  public static void add(
      Report report,
      String set,
      String first,
      List<AccuracyRun> ofFirst,
      String other,
      List<AccuracyRun> ofOther) {
    Comparison comparison =
        Comparison.acrossSeeds(ranks(ofFirst), ranks(ofOther), Metric.ndcg(10), RESAMPLING_SEED);
    report.row(
        "set",
        set,
        "first",
        first,
        "other",
        other,
        "first - other, NDCG@10",
        comparison.difference(),
        "from",
        comparison.low(),
        "to",
        comparison.high(),
        "p",
        comparison.p(),
        "users better",
        comparison.better(),
        "worse",
        comparison.worse());
  }

  private static List<Ranks> ranks(List<AccuracyRun> of) {
    return of.stream().map(AccuracyRun::fullRanks).toList();
  }
}
