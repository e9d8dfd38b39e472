package io.hardgnn;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is served, for a page of an operator or a log. Immutable.
 *
 * @param version name of the version of the model, different for each export
 * @param createdAt end of the training, if it is known
 * @param openedAt when it was opened
 * @param users users of the model
 * @param items items of the model
 * @param embeddingDim size {@code d} of all embeddings
 * @param dataFingerprint fingerprint of the dataset, empty if it is not known
 * @param configuration the settings of the training as JSON, empty if they are not known
 * @param validation metrics on validation by name, of the network alone; empty if there was none
 * @param device where it computes
 * @param provenance all that the exporter wrote about where the model comes from
 */
public record RecommenderInfo(
    String version,
    Optional<Instant> createdAt,
    Instant openedAt,
    int users,
    int items,
    int embeddingDim,
    String dataFingerprint,
    String configuration,
    Map<String, Double> validation,
    String device,
    Map<String, String> provenance) {

  /** Keeps copies of the maps in their order. */
  public RecommenderInfo {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }
}
