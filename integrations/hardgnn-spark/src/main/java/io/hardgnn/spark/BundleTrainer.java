package io.hardgnn.spark;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Trains on the driver: makes a bundle of what a cluster has prepared. A function, so that this
 * module knows no training engine and an application may train in its own way, or elsewhere.
 */
@FunctionalInterface
public interface BundleTrainer {

  /**
   * Trains.
   *
   * @param prepared {@link PreparedEvents#dataset} is what the library trains on
   * @return the bundle's folder on this machine, or a URI that all executors reach
   */
  String train(PreparedEvents prepared);

  /**
   * Returns what trains by the library's own engine, which must be on the driver's class path
   * ({@code hardgnn-tf}; executors do not need it), and exports the model. Each training replaces
   * the bundle of the one before, from which models of earlier trainings then answer, too: give
   * those that are compared a folder each.
   *
   * @param hardGnn how to train
   * @param bundle where the bundle goes, on the driver's machine
   */
  static BundleTrainer of(HardGNN hardGnn, Path bundle) {
    Objects.requireNonNull(hardGnn, "hardGnn");
    Objects.requireNonNull(bundle, "bundle");
    return prepared -> {
      OnnxExporter.requireWritable(bundle);
      try (HardGNNModel model = hardGnn.fit(prepared.dataset())) {
        OnnxExporter.export(model, bundle);
      }
      return bundle.toString();
    };
  }
}
