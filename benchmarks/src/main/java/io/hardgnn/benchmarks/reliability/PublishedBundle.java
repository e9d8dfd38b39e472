package io.hardgnn.benchmarks.reliability;

import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.onnx.ExportOptions;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Exports trained models over each other. */
final class PublishedBundle implements Published {

  private final List<HardGNNModel> variants;
  private final ExportOptions options;
  private final List<String> fingerprints;

  PublishedBundle(List<HardGNNModel> variants, ExportOptions options) throws IOException {
    this.variants = variants;
    this.options = options;
    this.fingerprints = new ArrayList<>();
    Path alone = Files.createTempDirectory("hardgnn-bundle");
    for (HardGNNModel variant : variants) {
      OnnxExporter.export(variant, alone, options);
      try (OnnxRecommender recommender = OnnxRecommender.open(alone)) {
        fingerprints.add(Fingerprints.of(recommender));
      }
    }
    Benchmark.delete(alone);
  }

  @Override
  public String write(Path target, int turn) {
    int variant = turn % variants.size();
    OnnxExporter.export(variants.get(variant), target, options);
    return Integer.toString(variant);
  }

  @Override
  public String read(Path target) throws MixtureException {
    try (OnnxRecommender recommender = OnnxRecommender.open(target)) {
      int variant = fingerprints.indexOf(Fingerprints.of(recommender));
      String said = recommender.provenance().get("seed");
      if (variant < 0 || !Integer.toString(variant).equals(said)) {
        throw new MixtureException("the answers are not those of variant " + said);
      }
      return Integer.toString(variant);
    }
  }
}
