package io.hardgnn.engine;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.io.Required;
import java.util.List;
import java.util.Map;

/**
 * Where a trained model comes from.
 *
 * @param libraryVersion version of this library
 * @param engine name and version of the training engine
 * @param createdAt end of training, ISO-8601 in UTC
 * @param datasetFingerprint {@link Dataset#fingerprint}
 * @param dataset counts and time range of the dataset
 * @param seed seed of the run
 * @param bestEpoch the epoch, counted from 1, whose parameters the model has
 * @param validation metrics of that epoch on validation under full ranking, of the network alone;
 *     empty if there was no validation
 * @param blended {@code NDCG@10} on validation of the network alone ({@code network}) and with the
 *     counts that were chosen to be added ({@code blended}), of the users that it was chosen with;
 *     empty if nothing was to be chosen
 */
public record Provenance(
    String libraryVersion,
    String engine,
    String createdAt,
    String datasetFingerprint,
    Data dataset,
    long seed,
    int bestEpoch,
    Map<String, Double> validation,
    Map<String, Double> blended) {

  /** Keeps copies of the metrics in their order. */
  public Provenance {
    Required.value("libraryVersion", libraryVersion);
    Required.value("engine", engine);
    Required.value("createdAt", createdAt);
    Required.value("datasetFingerprint", datasetFingerprint);
    Required.value("dataset", dataset);
    validation = Required.map("validation", validation);
    blended = Required.map("blended", blended);
  }

  /**
   * Counts and time range of a dataset, all splits together.
   *
   * @param users number of users
   * @param items number of items
   * @param interactions number of interactions
   * @param begin time of the first interaction, ISO-8601 in UTC
   * @param end time of the last interaction, ISO-8601 in UTC
   */
  public record Data(int users, int items, long interactions, String begin, String end) {

    /** Checks that both times are there. */
    public Data {
      Required.value("begin", begin);
      Required.value("end", end);
    }

    /** Returns the counts of a dataset. */
    public static Data of(DatasetStatistics statistics) {
      return new Data(
          statistics.users(),
          statistics.items(),
          statistics.interactions(),
          statistics.begin().toString(),
          statistics.end().toString());
    }
  }

  /** Returns the metrics on validation of one of the epochs. */
  public static Map<String, Double> validationOf(List<EpochReport> history, int epoch) {
    return history.stream()
        .filter(report -> report.epoch() == epoch)
        .findFirst()
        .map(EpochReport::validation)
        .orElse(Map.of());
  }
}
