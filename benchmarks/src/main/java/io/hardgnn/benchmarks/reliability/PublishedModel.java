package io.hardgnn.benchmarks.reliability;

import io.hardgnn.HardGNNModel;
import java.nio.file.Path;
import java.util.List;

/** Saves trained models over each other. */
final class PublishedModel implements Published {

  private final List<HardGNNModel> variants;
  private final List<String> fingerprints;

  PublishedModel(List<HardGNNModel> variants) {
    this.variants = variants;
    this.fingerprints = variants.stream().map(Fingerprints::of).toList();
  }

  @Override
  public String write(Path target, int turn) {
    int variant = turn % variants.size();
    variants.get(variant).save(target);
    return Integer.toString(variant);
  }

  @Override
  public String read(Path target) throws MixtureException {
    try (HardGNNModel model = HardGNNModel.load(target)) {
      int variant = fingerprints.indexOf(Fingerprints.of(model));
      long said = model.provenance().seed();
      if (variant < 0 || variant != said) {
        throw new MixtureException("the parameters are not those of variant " + said);
      }
      return Integer.toString(variant);
    }
  }
}
