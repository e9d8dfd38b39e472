package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.onnx.bundle.WeightFormat;

/**
 * How {@link OnnxExporter} stores a bundle.
 *
 * @param weights how the item embeddings are stored for scoring; {@link WeightFormat#FLOAT32}
 *     unless set
 */
public record ExportOptions(WeightFormat weights) {

  /** Checks that nothing is missing. */
  public ExportOptions {
    requireNonNull(weights, "weights");
  }

  /** Returns the defaults. */
  public static ExportOptions defaults() {
    return new ExportOptions(WeightFormat.FLOAT32);
  }

  /** Returns these options with another format of the item embeddings. */
  public ExportOptions weights(WeightFormat format) {
    return new ExportOptions(format);
  }
}
