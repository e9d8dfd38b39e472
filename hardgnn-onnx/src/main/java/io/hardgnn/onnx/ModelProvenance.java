package io.hardgnn.onnx;

import io.hardgnn.HardGNNModel;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.engine.Provenance;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.serving.Bundle;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from, as entries of the bundle's description and of the ONNX models'
 * metadata.
 */
final class ModelProvenance {

  static final String CREATED_AT = "created_at";
  static final String REFRESHED_AT = "refreshed_at";
  static final String DATA_END = "data_end";

  /** The end of the data that the model was trained with, where {@link #DATA_END} is later. */
  static final String TRAINED_DATA_END = "trained_data_end";

  private static final String FINGERPRINT = "dataset_fingerprint";
  private static final String CONFIGURATION = "configuration";
  private static final String VALIDATION = "validation_";

  private ModelProvenance() {}

  static Map<String, String> of(HardGNNModel model) {
    Provenance provenance = model.provenance();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("library_version", provenance.libraryVersion());
    entries.put("engine", provenance.engine());
    entries.put(CREATED_AT, provenance.createdAt());
    entries.put(FINGERPRINT, provenance.datasetFingerprint());
    entries.put("users", Integer.toString(provenance.dataset().users()));
    entries.put("items", Integer.toString(provenance.dataset().items()));
    entries.put("interactions", Long.toString(provenance.dataset().interactions()));
    entries.put(DATA_END, provenance.dataset().end());
    entries.put("seed", Long.toString(provenance.seed()));
    entries.put("best_epoch", Integer.toString(provenance.bestEpoch()));
    provenance
        .validation()
        .forEach((metric, value) -> entries.put(VALIDATION + metric, value.toString()));
    entries.put(CONFIGURATION, model.config().toJson());
    return entries;
  }

  /** Returns what is served, as far as the exporter wrote it. */
  static RecommenderInfo info(Bundle bundle, Instant openedAt) {
    BundleFiles.Description description = bundle.description;
    Map<String, String> entries = description.provenance();
    Map<String, Double> validation = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(VALIDATION)) {
            number(value)
                .ifPresent(metric -> validation.put(key.substring(VALIDATION.length()), metric));
          }
        });
    return new RecommenderInfo(
        bundle.version,
        time(entries.getOrDefault(CREATED_AT, "")),
        openedAt,
        description.users(),
        description.items(),
        description.embeddingDim(),
        entries.getOrDefault(FINGERPRINT, ""),
        entries.getOrDefault(CONFIGURATION, ""),
        validation,
        bundle.encoder.device().name(),
        entries);
  }

  /** Returns a time, or nothing if it is none. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
