package io.hardgnn.onnx;

import io.hardgnn.HardGNNModel;
import io.hardgnn.engine.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a model comes from, as entries of the bundle's description and of the ONNX models'
 * metadata.
 */
final class ModelProvenance {

  private ModelProvenance() {}

  static Map<String, String> of(HardGNNModel model) {
    Provenance provenance = model.provenance();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("library_version", provenance.libraryVersion());
    entries.put("engine", provenance.engine());
    entries.put("created_at", provenance.createdAt());
    entries.put("dataset_fingerprint", provenance.datasetFingerprint());
    entries.put("users", Integer.toString(provenance.dataset().users()));
    entries.put("items", Integer.toString(provenance.dataset().items()));
    entries.put("interactions", Long.toString(provenance.dataset().interactions()));
    entries.put("seed", Long.toString(provenance.seed()));
    entries.put("best_epoch", Integer.toString(provenance.bestEpoch()));
    provenance
        .validation()
        .forEach((metric, value) -> entries.put("validation_" + metric, value.toString()));
    return entries;
  }
}
