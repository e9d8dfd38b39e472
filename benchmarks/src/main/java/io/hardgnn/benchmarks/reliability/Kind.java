package io.hardgnn.benchmarks.reliability;

import java.io.IOException;
import java.nio.file.Path;

/** The directories that the library publishes. */
enum Kind {
  /** {@code HardGNNModel.save} and {@code load}. */
  MODEL,
  /** {@code OnnxExporter.export} and {@code OnnxRecommender.open}. */
  BUNDLE,
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
      case BUNDLE -> new PublishedBundle(Variants.load(variants));
      case CHECKPOINT -> new PublishedCheckpoint(variants);
      case REFRESH -> new PublishedRefresh(Variants.load(variants).get(0));
    };
  }
}
