package io.hardgnn.benchmarks.reliability;

import io.hardgnn.onnx.ExportOptions;
import io.hardgnn.onnx.bundle.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;

/** The directories that the library publishes. */
enum Kind {
  /** {@code HardGNNModel.save} and {@code load}. */
  MODEL,
  /** {@code OnnxExporter.export} and {@code OnnxRecommender.open}. */
  BUNDLE,
  /** The same with whole numbers of 8 bits, which choose the items that are scored. */
  BUNDLE_INT8,
  /** The same of a model that has vectors of users. */
  BUNDLE_WITH_USERS,
  /** {@code HardGNN.fit} with {@code FitOptions.resumable}. */
  CHECKPOINT,
  /** {@code BundleRefresher} and {@code ReloadingRecommender}. */
  REFRESH;

  /**
   * Returns how it is written and read.
   *
   * @param variants what {@link Variants#make} made
   */
  Published published(Path variants) throws IOException {
    return switch (this) {
      case MODEL -> new PublishedModel(Variants.load(variants));
      case BUNDLE -> new PublishedBundle(Variants.load(variants), ExportOptions.defaults());
      case BUNDLE_INT8 ->
          new PublishedBundle(
              Variants.load(variants), ExportOptions.defaults().weights(WeightFormat.INT8));
      case BUNDLE_WITH_USERS ->
          new PublishedBundle(Variants.loadWithUsers(variants), ExportOptions.defaults());
      case CHECKPOINT -> new PublishedCheckpoint(variants);
      case REFRESH -> new PublishedRefresh(Variants.load(variants).get(0));
    };
  }
}
