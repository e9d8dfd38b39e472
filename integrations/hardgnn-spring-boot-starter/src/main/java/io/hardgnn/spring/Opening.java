package io.hardgnn.spring;

import io.hardgnn.LimitedRecommender;
import io.hardgnn.Recommender;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.onnx.ReloadingRecommender;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes recommenders of properties, or says which property is wrong. */
final class Opening {

  private static final String BUNDLE = "hardgnn.bundle";

  private Opening() {}

  /**
   * Opens the bundle, and follows its folder if it is to be reloaded.
   *
   * @throws HardGNNPropertyException if a property is wrong, or the bundle cannot be opened
   * @throws InferenceException if ONNX Runtime cannot be loaded, or refuses a model
   */
  static ReloadingRecommender open(HardGNNProperties properties) {
    Path bundle = path(properties.bundle());
    Duration reload = above0("hardgnn.reload", properties.reload());
    InferenceOptions options = properties.inference().options();
    ReloadingRecommender opened;
    try {
      opened = ReloadingRecommender.open(bundle, options);
    } catch (InferenceException e) {
      throw e; // of this machine rather than of the bundle, such as a library that is not loaded
    } catch (HardGNNException | UncheckedIOException e) {
      throw new HardGNNPropertyException(
          BUNDLE, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
    return reload == null ? opened : opened.follow(reload);
  }

  /**
   * Limits a recommender, if that is asked for.
   *
   * @throws HardGNNPropertyException if a limit is out of its range
   */
  static Recommender limited(Recommender recommender, HardGNNProperties.Limit limit) {
    Duration timeout = above0("hardgnn.limit.timeout", limit.timeout());
    if (limit.waiting() < 0) {
      throw new HardGNNPropertyException(
          "hardgnn.limit.waiting", "must be at least 0: " + limit.waiting());
    }
    Integer concurrent = limit.concurrent();
    if (concurrent == null) {
      if (timeout != null) {
        throw new HardGNNPropertyException(
            "hardgnn.limit.concurrent", "must be set where hardgnn.limit.timeout is");
      }
      return recommender;
    }
    if (concurrent < 1) {
      throw new HardGNNPropertyException(
          "hardgnn.limit.concurrent", "must be at least 1: " + concurrent);
    }
    LimitedRecommender limited = LimitedRecommender.of(recommender, concurrent, limit.waiting());
    return timeout == null ? limited : limited.timeout(timeout);
  }

  private static Path path(@Nullable String bundle) {
    if (bundle == null || bundle.isBlank()) {
      throw new HardGNNPropertyException(
          BUNDLE, "it must name the folder that OnnxExporter has written a bundle to");
    }
    try {
      return Path.of(bundle);
    } catch (InvalidPathException e) {
      throw new HardGNNPropertyException(BUNDLE, "is no path: " + e.getMessage(), e);
    }
  }

  private static @Nullable Duration above0(String property, @Nullable Duration value) {
    if (value != null && (value.isNegative() || value.isZero())) {
      throw new HardGNNPropertyException(property, "must be above 0: " + value);
    }
    return value;
  }
}
